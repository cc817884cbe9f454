import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, type SealedValue } from "./canonical-json.ts";
import { chainStart, nextLink, verifyChain, type CheckedLink } from "./chain.ts";

const hash = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

function chainOf(contents: readonly string[]): CheckedLink[] {
  const links: CheckedLink[] = [];
  for (const content of contents) {
    links.push({ ...nextLink(links.at(-1) ?? null, content, hash), id: `e${links.length + 1}`, content });
  }
  return links;
}

describe("canonicalJson", () => {
  it("is the same for the same value, whatever the order of its keys", () => {
    expect(canonicalJson({ b: 1, a: [true, null, "x\n\u0001"], "": {} })).toBe(
      '{"":{},"a":[true,null,"x\\n\\u0001"],"b":1}',
    );
  });

  it("orders keys by code point, as a database does", () => {
    // U+FF5E stands before U+1F331, though its UTF-16 unit is larger.
    expect(canonicalJson({ "🌱": 1, "～": 2 })).toBe('{"～":2,"🌱":1}');
  });

  it("reads back as what it was", () => {
    const value = fc.letrec<{ node: SealedValue }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: "binary" }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("node"), { maxLength: 4 }),
        // __proto__ is no name of ours, and an object literal cannot hold it.
        fc.dictionary(
          fc.string().filter((name) => name !== "__proto__"),
          tie("node"),
          { maxKeys: 4 },
        ),
      ),
    })).node;
    fc.assert(
      fc.property(value, (any) => {
        const text = canonicalJson(any);
        expect(canonicalJson(JSON.parse(text) as SealedValue)).toBe(text);
      }),
    );
  });

  it("refuses numbers that programs write in different ways", () => {
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY, 1e21, 1e-7]) {
      expect(() => canonicalJson({ number })).toThrow(RangeError);
    }
  });
});

describe("verifyChain", () => {
  it("takes a chain as it was written, and names its head", () => {
    const links = chainOf(["{}", '{"a":1}', '{"a":2}']);
    expect(verifyChain(links, hash)).toEqual({
      ok: true,
      entries: 3,
      contents: 3,
      head: links[2]?.entryHash,
    });
    expect(verifyChain([], hash)).toEqual({ ok: true, entries: 0, contents: 0, head: chainStart });
  });

  it("takes a chain of which some contents are not shown", () => {
    const links = chainOf(["{}", '{"a":1}']).map((link, at) =>
      at === 0 ? { ...link, content: null } : link,
    );
    expect(verifyChain(links, hash)).toMatchObject({ ok: true, entries: 2, contents: 1 });
  });

  it("links by a hash that anybody can work out: SHA-256 of contentHash, previousHash and sequence", () => {
    const [first] = chainOf(["{}"]);
    expect(first?.contentHash).toBe("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    expect(first?.entryHash).toBe(
      hash(`{"contentHash":"${first?.contentHash ?? ""}","previousHash":"${chainStart}","sequence":1}`),
    );
  });

  it("names the first entry that was altered, left out, put in or moved", () => {
    const contents = fc.array(fc.string(), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(
        contents,
        fc.nat(),
        fc.constantFrom("alter", "hash", "leave-out", "swap"),
        (texts, n, how) => {
          // Every content different, so that a swap is one.
          const links = chainOf(texts.map((text, at) => `${at} ${text}`));
          const at = n % (links.length - 1);
          const told: { -readonly [K in keyof CheckedLink]: CheckedLink[K] }[] = links.map((link) => ({
            ...link,
          }));
          const [one, next] = [told[at], told[at + 1]];
          if (one === undefined || next === undefined) return;
          if (how === "alter") one.content = `${one.content ?? ""}!`;
          if (how === "hash") one.contentHash = hash("other");
          if (how === "leave-out") told.splice(at, 1);
          if (how === "swap") [told[at], told[at + 1]] = [next, one];
          expect(verifyChain(told, hash)).toMatchObject({
            ok: false,
            sequence: how === "leave-out" || how === "swap" ? at + 2 : at + 1,
          });
        },
      ),
    );
  });
});
