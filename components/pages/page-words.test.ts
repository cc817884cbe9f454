import { describe, expect, it } from "vitest";
import { pageStates } from "@/lib/core/pages/page-look.ts";
import { changeWords, pageWords } from "./page-words.ts";

describe("pageWords", () => {
  it("says of every failure that the page was not read, and why", () => {
    for (const state of pageStates.filter((one) => one !== "read" && one !== "waiting")) {
      expect(pageWords({ state, detail: "HTTP 404" })).toMatch(/^Not read: .+ \(HTTP 404\)$/);
    }
    expect(pageWords({ state: "read", detail: null })).toBe("Read");
  });

  it("counts words", () => {
    expect(changeWords({ addedWords: 1, removedWords: 2 })).toBe("1 word came, 2 went");
    expect(changeWords({ addedWords: 0, removedWords: 1 })).toBe("0 words came, 1 went");
  });
});
