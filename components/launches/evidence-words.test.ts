import { expect, it } from "vitest";
import { evidenceWords } from "./evidence-words.ts";

it.each([
  ["wording", { version: 2, language: "de", text: "Ja" }, "Wording version 2 (de): “Ja”"],
  ["page-link", { url: "https://x.example", note: "Checkout" }, "Page: Checkout"],
  ["screenshot", { fileName: "front.png", note: null }, "front.png"],
  ["review-file", { fileName: null, note: "Legal's opinion" }, "Document: Legal's opinion"],
  ["review", { person: "Lea", state: "refused", words: "Not yet" }, "Lea refused: “Not yet”"],
  ["review", { person: "Lea", state: "asked", words: null }, "Lea was asked"],
  ["move", { action: "held" }, "Held"],
  ["move", { action: "held", detail: { reason: "Blocks" } }, "Held: “Blocks”"],
  ["move", {}, "A step"],
] as const)("%s %j", (kind, body, expected) => {
  expect(evidenceWords({ kind, body })).toBe(expected);
});
