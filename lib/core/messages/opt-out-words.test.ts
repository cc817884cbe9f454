import { describe, expect, it } from "vitest";
import { findOptOut, type OptOutWord } from "./opt-out-words.ts";
import utterances from "./opt-out-utterances.json" with { type: "json" };
import { allVocabularies } from "./vocabulary/all-vocabularies.ts";

type Via = OptOutWord["via"];
const labelled = utterances.map(([language = "", via, expected = "", text = ""]) => ({
  language,
  via: via as Via,
  expected,
  text,
}));
const heardIn = (text: string, via: Via) => {
  const { optOut, resume } = findOptOut(text, via);
  return optOut === null ? (resume === null ? "none" : "resume") : "stop";
};

/** Share of the calls that were right, and of what was there that was called. */
function score(cases: readonly { expected: string; heard: string }[], wish: string) {
  const called = cases.filter(({ heard }) => heard === wish).length;
  const there = cases.filter(({ expected }) => expected === wish).length;
  const right = cases.filter(({ heard, expected }) => heard === wish && expected === wish).length;
  return { precision: right / called, recall: right / there };
}

describe("findOptOut", () => {
  // Written by hand for this project: what people type and what buttons say, in the manner of each language.
  it("hears 99 of 100 calls rightly and misses no more than 5 of 100, over all languages", () => {
    const cases = labelled.map((one) => ({ ...one, heard: heardIn(one.text, one.via) }));
    const confusion = cases
      .filter(({ expected, heard }) => expected !== heard)
      .map(
        ({ language, via, expected, heard, text }) =>
          `${language} ${via} ${expected} heard as ${heard}: ${text}`,
      );
    for (const wish of ["stop", "resume"]) {
      const { precision, recall } = score(cases, wish);
      expect(precision, confusion.join("\n")).toBeGreaterThanOrEqual(0.99);
      expect(recall, confusion.join("\n")).toBeGreaterThanOrEqual(0.95);
    }
  });

  it("is measured on enough, in each language that it claims", () => {
    expect(labelled.length).toBeGreaterThanOrEqual(300);
    for (const { language } of allVocabularies) {
      const own = labelled.filter((one) => one.language === language);
      expect(own.filter(({ expected }) => expected === "stop").length, language).toBeGreaterThanOrEqual(10);
      expect(own.filter(({ expected }) => expected === "none").length, language).toBeGreaterThanOrEqual(5);
    }
  });
});

describe("what counts as a wish to stop", () => {
  it.each<[string, string, Via, string]>([
    ["STOP", "en", "text", "stop"],
    ["baja por favor", "es", "text", "baja"],
    ["Bitte keine Werbung mehr!", "de", "text", "keine"],
    ["退订", "zh", "text", "退订"],
    ["Stop promotions", "en", "button", "stop"],
    ["Abmelden", "de", "list", "abmelden"],
  ])("%s names language, keyword and way", (text, language, via, keyword) => {
    expect(findOptOut(text, via)).toEqual({ optOut: { keyword, language, via }, resume: null });
  });

  it.each([
    ["no quiero más mensajes, cancelar suscripción", "stop"],
    ["no quiero cancelar suscripción", "none"],
    ["No. Stop.", "stop"],
    ["jangan berhenti", "none"],
    ["别停", "none"],
    ["iptal istemiyorum", "none"],
    ["stop start", "none"],
  ])("a negation turns the command behind it round, unless a clause ends between: %s is %s", (text, wish) => {
    expect(heardIn(text, "text")).toBe(wish);
  });

  it.each([
    ["> STOP", "none"],
    ['"stop promotions"', "none"],
    ['"STOP"', "stop"],
    ["„Stopp“", "stop"],
    ["Your ad says: reply STOP", "none"],
  ])("a quotation is not the person's own wish, a keyword in quotes is: %s is %s", (text, wish) => {
    expect(heardIn(text, "text")).toBe(wish);
  });

  it.each([
    ["stop sending me ads?", "none"],
    ["can you stop sending me ads?", "stop"],
    ["¿me pueden dar de baja?", "stop"],
  ])("a question counts as a request only: %s is %s", (text, wish) => {
    expect(heardIn(text, "text")).toBe(wish);
  });

  it("a name on a button does not hide the wish, in a text it does", () => {
    expect(heardIn("Stop Nordlicht offers", "button")).toBe("stop");
    expect(heardIn("Stop Nordlicht offers", "text")).toBe("none");
    expect(heardIn("Cancel", "text")).toBe("stop");
    expect(heardIn("Cancel", "interactive")).toBe("none");
  });

  it.each(["", " ", "🛑", "!!!", "\u0000", "\ud800", "a".repeat(1_000_000), "stop ".repeat(1000)])(
    "finds nothing in %j",
    (text) => {
      expect(findOptOut(text, "text")).toEqual({ optOut: null, resume: null });
    },
  );

  it("tells the vocabulary's words, never the person's", () => {
    const words = new Set(
      allVocabularies.flatMap((one) =>
        [one.stop, one.leave, one.alone, one.verbs, one.nots, one.resume].flatMap((list) =>
          list.split(",").map((phrase) => phrase.trim().replace(/\s+/g, " ")),
        ),
      ),
    );
    for (const { text, via } of labelled) {
      const { optOut, resume } = findOptOut(text, via);
      for (const said of [optOut, resume]) if (said !== null) expect(words).toContain(said.keyword);
    }
  });

  it("takes a moment at most, whatever the text", () => {
    const texts = [
      "stop me ".repeat(20),
      "停止".repeat(80),
      "no ".repeat(53),
      "ﷺ".repeat(160),
      "e\u0301".repeat(80),
    ];
    for (const text of texts) {
      const began = performance.now();
      for (const via of ["text", "button"] as const) findOptOut(text, via);
      expect(performance.now() - began).toBeLessThan(1_000);
    }
  });
});
