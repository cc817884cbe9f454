import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wordingLanguages } from "./lexicon.ts";
import { lintWording } from "./lint-wording.ts";
import { wordingRules, type WordingRule } from "./wording-finding.ts";

const lint = (text: string, language = "en", business = "Harbour Books Ltd") =>
  lintWording({ text, language, business });
const finding = (rule: WordingRule, ...given: Parameters<typeof lint>) => {
  const found = lint(...given).find((one) => one.rule === rule);
  const words = found?.span === null || found === undefined ? null : given[0].slice(...found.span);
  return { ok: found?.ok, reason: found?.reason, words };
};

describe("lintWording", () => {
  it("answers every rule in order, with the words that decided it", () => {
    const text =
      "☐ Yes, I agree to receive order updates from Harbour Books on WhatsApp, at most 4 messages a month. Reply STOP to opt out.";
    expect(
      lint(text).map(({ rule, ok, span }) => [rule, ok, span === null ? null : text.slice(...span)]),
    ).toEqual([
      ["names-whatsapp", true, "WhatsApp"],
      ["names-business", true, "Harbour Books"],
      ["active-consent", true, "☐"],
      ["message-kinds", true, "order updates"],
      ["frequency", true, expect.stringContaining("4 messages a month")],
      ["opt-out", true, expect.stringContaining("Reply STOP")],
    ]);
  });

  it.each([
    ["names-whatsapp", "Share this page on WhatsApp. We send a newsletter by e-mail.", "elsewhere"],
    ["names-whatsapp", "I agree to receive text messages from Harbour Books.", "other-channel"],
    ["names-whatsapp", "Stay in touch!", "missing"],
    ["names-business", "Get messages from us: www.harbourbooks.example", "address-only"],
    ["names-business", "Get messages from us", "missing"],
    [
      "active-consent",
      "The box is already ticked. Untick it if you do not want WhatsApp messages.",
      "pre-ticked",
    ],
    ["active-consent", "By creating an account you agree to receive WhatsApp messages.", "bundled"],
    ["active-consent", "Unless you tell us otherwise we will write on WhatsApp.", "assumed"],
    ["message-kinds", "I agree to receive WhatsApp messages from Harbour Books.", "missing"],
    ["frequency", "We write from time to time. We answer within 24 hours.", "missing"],
    ["opt-out", "You can unsubscribe at any time.", "no-way"],
  ] as const)("%s is not met by %j", (rule, text, reason) => {
    expect(finding(rule, text)).toMatchObject({ ok: false, reason });
  });

  it("takes messages without a channel for met, and says that naming WhatsApp is better", () => {
    expect(finding("names-whatsapp", "I want to receive messages from Harbour Books.")).toMatchObject({
      ok: true,
      reason: "met-by-messages",
    });
  });

  it("reads of a page what a person reads, and points into the page", () => {
    const page =
      '<label><input type="checkbox" checked> Offers by <b>Whats</b>App from H&auml;user &amp; Co</label><script>reply STOP</script>';
    const given = [page, "en", "Häuser & Co KG"] as const;
    expect(finding("active-consent", ...given)).toEqual({
      ok: false,
      reason: "pre-ticked",
      words: '<input type="checkbox" checked>',
    });
    expect(finding("names-whatsapp", ...given).words).toBe("Whats</b>App");
    expect(finding("names-business", ...given)).toMatchObject({ ok: true });
    expect(finding("opt-out", ...given)).toMatchObject({ ok: false, reason: "missing" });
  });

  it.each([
    ["Müller Reisen GmbH & Co. KG", "Nachrichten von MÜLLER-REISEN", true],
    ["Pizzeria da Mario S.r.l.", "messaggi da Pizzeria Da Mario", true],
    ["Taquería El Güero", "mensajes de El Guero", true],
    ["Banca Popolare Lombarda", "messaggi dalla BPL", true],
    ["Green Leaf Pharmacy", "messages from Green Valley", false],
    ["Green Leaf Pharmacy", "messages from your pharmacy", false],
    ["Orange S.A.", "an orange for you", false],
  ])("knows %j in %j: %j", (business, text, ok) => {
    expect(finding("names-business", text, "en", business).ok).toBe(ok);
  });

  it("reads a language it does not know by the words of all it knows", () => {
    expect(finding("opt-out", "Para darte de baja responde BAJA", "gl").ok).toBe(true);
  });

  it("points inside the text, for any text", () => {
    const words =
      "WhatsApp <b> </b> <input checked> &amp; STOP reply ☐ é é 👍 . \n Harbour Books messages 4 a month".split(
        " ",
      );
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(...wordingLanguages, "xx"), (text, language) => {
        const findings = lint(text, language);
        expect(findings.map(({ rule }) => rule)).toEqual(wordingRules);
        for (const { span } of findings) {
          if (span === null) continue;
          expect(span[0]).toBeGreaterThanOrEqual(0);
          expect(span[1]).toBeGreaterThan(span[0]);
          expect(span[1]).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(wordingLanguages)("is soon done with what careless expressions choke on (%s)", (language) => {
    const sentences = [
      "Reply STOP to opt out of messages from us, per favore, por favor, bitte. ",
      "a ",
      "receive ",
      "nuevo nuevo ",
      "by continuing by continuing ",
      "send send send ",
      "die die der ",
      "12 12 ",
      '"',
      "<a>stop",
    ];
    for (const sentence of sentences) {
      const started = performance.now();
      lint(sentence.repeat(20_000 / sentence.length), language);
      expect(performance.now() - started, sentence).toBeLessThan(2_000);
    }
  });
});
