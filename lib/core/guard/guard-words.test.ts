import { describe, expect, it } from "vitest";
import { guardHeadline, guardReasons, type GuardToTell } from "./guard-words.ts";

const harmful: GuardToTell = {
  ...{ verdict: "harmful", lack: null, stream: "block", rateRatio: 3.13, interval: [1.82, 5.24] },
  ...{ exposures: 900, unmatched: 20, signals: 31, expected: 9.9, likeness: 1, days: 6, needed: null },
};
const undecided: GuardToTell = {
  ...harmful,
  ...{ verdict: "undecided", lack: "not-clear", stream: "negative", rateRatio: 1.21, interval: [0.7, 2.2] },
  needed: { low: 250, median: 400, high: 900, days: 2.6 },
};

describe("words for a launch", () => {
  it("say what was counted, against whom, and how sure it is", () => {
    expect(guardHeadline(harmful)).toBe("Harmful: 3.1 times the blocks of other opt-in methods");
    expect(guardReasons(harmful)).toEqual([
      "31 blocks after 880 messages, where about 9.9 would be usual for alike contacts of other methods on the same days: 3.1 times (1.82 to 5.2).",
      "Compared with contacts of other methods who were written to on the same days: the same phone number and template category, after an opt-in as recent (of other countries too).",
      "20 of 900 messages had no alike contacts beside them and are left out.",
    ]);
    expect(guardHeadline({ ...harmful, verdict: "safe", stream: "negative", interval: [0.6, 1.19] })).toBe(
      "Safe: surely less than 1.19 times others",
    );
  });

  it("never say how many more without a range, and nothing that nobody can wait for", () => {
    expect(guardHeadline(undecided)).toBe(
      "Cannot tell yet: about 400 more messages (250 to 900), about 3 days at this pace",
    );
    expect(guardHeadline({ ...undecided, needed: { ...undecided.needed!, days: null } })).toBe(
      "Cannot tell yet: about 400 more messages (250 to 900)",
    );
    expect(guardHeadline({ ...undecided, needed: { ...undecided.needed!, days: 900 } })).toBe(
      "Cannot tell yet, and at this pace not within a year",
    );
    expect(guardHeadline({ ...undecided, needed: null, days: 90 })).toBe("Undecided after 90 days");
    expect(guardReasons(undecided)[1]).toBe(
      "The counts fit 0.70 times others as well as 2.2 times: neither harmful nor safe can be said.",
    );
    expect(guardReasons({ ...undecided, interval: [0.7, null] })[1]).toContain("as well as much more");
    expect(guardReasons({ ...undecided, interval: [0, 1.4] })[0]).toContain("1.21 times (at most 1.40).");
    expect(guardReasons({ ...undecided, interval: [0, null] })[0]).toContain("(it may be anything).");
  });

  it.each(["nothing-delivered", "no-others", "too-few", "not-clear", "before-counting"] as const)(
    "leave no hole in a sentence, and claim no cause (%s)",
    (lack) => {
      for (const likeness of [null, 0, 1, 2, 3, 4, 5, 6] as const) {
        for (const known of [true, false]) {
          const guard: GuardToTell = {
            ...undecided,
            ...{ lack, likeness, needed: null },
            ...(known ? {} : { rateRatio: null, interval: null }),
          };
          const text = [guardHeadline(guard), ...guardReasons(guard)].join("\n");
          expect(text).not.toMatch(/because|caused|due to|undefined|null|NaN|\?| {2}|\.\./);
        }
      }
    },
  );
});
