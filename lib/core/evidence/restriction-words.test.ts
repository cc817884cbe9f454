import { describe, expect, it } from "vitest";
import { appealWords, restrictionWords } from "./restriction-words.ts";

const at = "2026-06-01T09:00:00.000Z";
const restriction = {
  account: "Shop",
  type: "RESTRICTED_BIZ_INITIATED_MESSAGING",
  announcedAt: "2026-05-30T10:00:00.000Z",
};

describe("restrictionWords", () => {
  it.each([
    ["2026-06-04T09:00:00.000Z", "3 days"],
    ["2026-06-03T08:59:00.000Z", "1 day"],
    ["2026-06-02T08:59:00.000Z", "less than a day"],
  ])("counts down to %s: %s", (until, left) => {
    expect(restrictionWords({ ...restriction, until }, at)).toBe(
      `Shop: RESTRICTED_BIZ_INITIATED_MESSAGING, announced 2026-05-30, ends by itself ${until.slice(0, 16).replace("T", " ")} UTC, ${left} after this pack was made.`,
    );
  });

  it("makes up no date that Meta did not name", () => {
    expect(restrictionWords({ ...restriction, announcedAt: null, until: null }, at)).toBe(
      "Shop: RESTRICTED_BIZ_INITIATED_MESSAGING, without an end that Meta named.",
    );
    expect(appealWords([{ ...restriction, until: null }], at).at(-1)).toContain("Meta names no date");
  });

  it("tells none from not known", () => {
    expect(appealWords([], at)).toEqual(["No restriction by Meta that has not ended is known."]);
    // A pack that was made before packs told of them.
    expect(appealWords(undefined, at)).toEqual([]);
  });
});
