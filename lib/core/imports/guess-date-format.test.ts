import { describe, expect, it } from "vitest";
import { guessDateFormat } from "./guess-date-format.ts";

describe("the format of a column of dates", () => {
  it.each<[readonly string[], string | null, string]>([
    [["2026-11-22T14:03:00Z", ""], "iso", "all"],
    [["2026-11-22 14:03", "2026-11-23 09:00"], "iso", "none"],
    [["2026-11-22 14:03", "2026-11-23T09:00Z"], "iso", "some"],
    [["03/04/2026 10:00", "22/11/2026 14:03"], "dmy", "none"],
    [["03/04/2026 10:00", "11/22/2026 2:03 PM"], "mdy", "none"],
    [["03.04.2026", "05.04.2026"], "dmy", "none"],
    [["Sun, 22 Nov 2026 14:03:00 +0000"], "named-month", "all"],
    [["1795356180"], "unix-seconds", "all"],
    [["1795356180123"], "unix-milliseconds", "all"],
    [["46348.585", "46349"], "excel-serial", "none"],
    [["hello", "world"], null, "none"],
    [["12", "7"], null, "none"],
    [["", " "], null, "none"],
  ])("%j is %s", (samples, format, zones) => {
    expect(guessDateFormat(samples)).toMatchObject({ format, zones, choose: null });
  });

  it("F32 is left to a person when day and month cannot be told apart, whatever the clock", () => {
    const guess = guessDateFormat(["01/01/2026", "03/04/2026 2:00 PM"]);
    expect(guess.format).toBeNull();
    expect(guess.choose).toEqual({ example: "03/04/2026 2:00 PM", dmy: "3 April 2026", mdy: "4 March 2026" });
  });

  it("F32 is none when a column mixes both orders, and says with which values", () => {
    const guess = guessDateFormat(["22/11/2026", "11/23/2026", "03/04/2026"]);
    expect(guess).toMatchObject({ format: null, choose: null });
    expect(guess.why).toMatch(/only be day\/month/);
  });

  it("shows the values that do not fit, and counts bare dates", () => {
    const days = Array.from({ length: 9 }, (_, index) => `2026-11-1${index}`);
    expect(guessDateFormat([...days, "n/a"])).toMatchObject({ format: "iso", unread: ["n/a"], bareDates: 9 });
  });
});
