import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareTexts } from "./compare-texts.ts";
import { readLook } from "./read-look.ts";
import { tidyText, visibleText } from "./visible-text.ts";

describe("visibleText", () => {
  it("reads a page as a person does, block by block", () => {
    const page = `<!doctype html><html><head><title>Shop</title><style>p{color:red}</style><script>var a="<p>no</p>"</script></head>
      <body class="x>y"><!-- <p>not this</p> --><h1>Join&nbsp;us</h1><p>Get <b>off</b>ers<br>on WhatsApp
      <ul><li>News<li>Orders</ul>
      <form><label><input type=checkbox checked> I agree</label><input type="radio"> Later
      <input type=hidden value=secret><input placeholder="Your number"><input type=submit value="Sign up"></form>
      <img src=a.png alt="A green leaf"><textarea>Hello &amp; bye</textarea></body></html>`;
    expect(visibleText(page)).toBe(
      [
        "Join us",
        "Get offers",
        "on WhatsApp",
        "News",
        "Orders",
        "[x] I agree [ ] Later Your number",
        "Sign up",
        "A green leaf",
        "Hello & bye",
      ].join("\n"),
    );
  });

  it.each([
    ["the attribute", "<div hidden>no <p>no</p></div><p>yes"],
    ["an inline style", '<div style="color:red; display : none">no</div><p>yes'],
    ["visibility", "<span style='visibility:hidden'>no</span>yes"],
    ["a template", "<template><p>no</p></template>yes"],
    ["a fallback", "<noscript>no</noscript><svg><text>no</text></svg>yes"],
    ["a hidden paragraph that its sibling ends", "<p hidden>no<p>yes"],
    ["a hidden item that its list ends", "<ul><li hidden>no</ul>yes"],
    ["a tag that never ends", "yes<p no"],
    ["a script that never ends", "yes<script>no"],
    ["a comment that never ends", "yes<!-- no"],
    ["a head that never ends", "<head><title>no</title><p>yes"],
  ])("leaves out what is hidden by %s", (_name, page) => {
    expect(visibleText(page)).toBe("yes");
  });

  it("resolves characters and leaves a name it does not know", () => {
    expect(
      visibleText("Gr&uuml;&szlig;e &#8364;5 &#x1F331; &lt;b&gt; AT&T &fjlig; a < b &#0; &#xD800;"),
    ).toBe("Grüße €5 🌱 <b> AT&T &fjlig; a < b \ufffd \ufffd");
  });

  it("gives tidy text for any bytes, in time that grows with their length", () => {
    const bits = [
      "<",
      ">",
      "<p",
      "</p>",
      "<!--",
      "-->",
      "<script>",
      "</script",
      "=",
      '"',
      "'",
      "&#",
      "hidden",
      "<div>",
      "\u0000",
      "\ud800",
      " ",
      "x",
      "é",
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...bits), fc.string()), { maxLength: 60 }), (parts) => {
        const text = visibleText(parts.join(""));
        expect(tidyText(text)).toBe(text);
      }),
      { numRuns: 500 },
    );
    // 2 MB of what makes careless readers slow; a quadratic one would take minutes.
    for (const bit of [
      "<",
      "<a ",
      "<a b=",
      '<a b="',
      "<!--",
      "<div>",
      "</p>",
      "<script>",
      "&#1",
      "<a b='\"",
      " ",
    ]) {
      const started = performance.now();
      visibleText(bit.repeat(2_000_000 / bit.length));
      expect(performance.now() - started, bit).toBeLessThan(4_000);
    }
  });

  it("takes a page without text for a failure and not for an empty page", () => {
    const page = { kind: "page", address: "https://a.example/", isHtml: true } as const;
    expect(readLook({ ...page, body: "<div id=app></div><script>render()</script>" })).toMatchObject({
      kind: "failed",
      failure: "no-text",
    });
    expect(readLook({ ...page, body: "x ".repeat(150_000) })).toMatchObject({ failure: "too-large" });
    expect(readLook({ ...page, isHtml: false, body: "<b>  1" })).toMatchObject({
      kind: "text",
      text: "<b> 1",
    });
  });
});

describe("compareTexts", () => {
  it("tells the words that came from those that went", () => {
    expect(compareTexts("Get offers on WhatsApp", "Get news and offers on SMS")).toEqual({
      parts: [
        { kind: "same", text: "Get" },
        { kind: "added", text: "news and" },
        { kind: "same", text: "offers on" },
        { kind: "removed", text: "WhatsApp" },
        { kind: "added", text: "SMS" },
      ],
      added: 3,
      removed: 1,
      isExact: true,
    });
  });

  it("holds both texts whole, whatever they are", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c", "\n"), { maxLength: 40 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        const { parts } = compareTexts(before.join(" "), after.join(" "));
        const read = (side: "added" | "removed") =>
          parts
            .filter(({ kind }) => kind === "same" || kind === side)
            .flatMap(({ text }) => text.match(/\n|\S+/g) ?? []);
        expect(read("removed")).toEqual(before);
        expect(read("added")).toEqual(after);
      }),
    );
  });

  it("is as short as the longest common run of words allows", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        const { added, removed } = compareTexts(before.join(" "), after.join(" "));
        expect(added + removed).toBe(before.length + after.length - 2 * longestCommon(before, after));
      }),
    );
  });

  it("does not seek a way between texts that have nothing in common", () => {
    const text = (letter: string) => Array.from({ length: 30_000 }, (_, at) => `${letter}${at}`).join(" ");
    const { added, removed, isExact } = compareTexts(text("a"), text("b"));
    expect([added, removed, isExact]).toEqual([30_000, 30_000, false]);
  });
});

function longestCommon(one: readonly string[], other: readonly string[]): number {
  let last = other.map(() => 0);
  for (const word of one) {
    const next: number[] = [];
    other.forEach((mate, at) => {
      next.push(word === mate ? (last[at - 1] ?? 0) + 1 : Math.max(last[at] ?? 0, next[at - 1] ?? 0));
    });
    last = next;
  }
  return last.at(-1) ?? 0;
}
