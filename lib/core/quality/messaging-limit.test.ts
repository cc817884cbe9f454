import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideMessagingLimit, messagingLimitLabel, readMessagingLimit } from "./messaging-limit.ts";

describe("readMessagingLimit", () => {
  // graph-api.md 4.4: tiers of the API, then the webhooks' spellings of the same thing.
  it.each([
    ["TIER_50", 50, "50 people in 24 h"],
    ["TIER_250", 250, "250 people in 24 h"],
    ["TIER_1K", 1_000, "1,000 people in 24 h"],
    ["TIER_2K", 2_000, "2,000 people in 24 h"],
    ["TIER_10K", 10_000, "10,000 people in 24 h"],
    ["TIER_100K", 100_000, "100,000 people in 24 h"],
    ["250", 250, "250 people in 24 h"],
    ["2000", 2_000, "2,000 people in 24 h"],
    ["10000", 10_000, "10,000 people in 24 h"],
    ["100000", 100_000, "100,000 people in 24 h"],
  ])("%s allows %i", (raw, users, label) => {
    expect(readMessagingLimit(raw)).toEqual({ raw, users, unlimited: false, known: true });
    expect(messagingLimitLabel(raw)).toBe(label);
  });

  it.each(["TIER_UNLIMITED", "UNLIMITED", "-1"])("%s is unlimited", (raw) => {
    expect(readMessagingLimit(raw)).toEqual({ raw, users: null, unlimited: true, known: true });
    expect(messagingLimitLabel(raw)).toBe("unlimited");
  });

  it.each(["UNTIERED", "TIER_NOT_SET"])("%s is not set", (raw) => {
    expect(readMessagingLimit(raw)).toEqual({ raw, users: null, unlimited: false, known: true });
    expect(messagingLimitLabel(raw)).toBe("not set yet");
  });

  it.each([
    "TIER_5M",
    "tier_10k",
    "-2",
    "1e3",
    "10000 ",
    "",
    "constructor",
    "__proto__",
    "toString",
    "9".repeat(400),
  ])("F09 %j is a value nobody knows, kept raw", (raw) => {
    expect(readMessagingLimit(raw)).toEqual({ raw, users: null, unlimited: false, known: false });
    expect(messagingLimitLabel(raw)).toBe(`unknown (${raw})`);
  });

  it("says when Meta reports none", () => {
    expect(messagingLimitLabel(null)).toBe("not reported");
  });

  it("F09 never throws, and a count is always a whole number", () => {
    const spelled = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.stringMatching(/^TIER_[0-9A-Z]{1,9}$/),
    );
    fc.assert(
      fc.property(spelled, (raw) => {
        const limit = readMessagingLimit(raw);
        expect(limit.raw).toBe(raw);
        expect(limit.users === null || Number.isSafeInteger(limit.users)).toBe(true);
        expect(limit.unlimited && limit.users !== null).toBe(false);
        expect(messagingLimitLabel(raw)).toMatch(/people in 24 h$|^unlimited$|^not set yet$|^unknown \(/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("decideMessagingLimit", () => {
  // F11 and graph-api.md 1.3, 4.3: the portfolio's field is enforced, the per-number one is deprecated.
  it.each([
    [null, null, null, null, false],
    ["TIER_10K", null, "TIER_10K", "portfolio", false],
    [null, "TIER_1K", "TIER_1K", "legacy", false],
    ["TIER_10K", "TIER_10K", "TIER_10K", "portfolio", false],
    ["TIER_10K", "10000", "TIER_10K", "portfolio", false],
    ["TIER_2K", "TIER_1K", "TIER_2K", "portfolio", true],
    ["TIER_1K", "TIER_100K", "TIER_1K", "portfolio", true],
    ["TIER_UNLIMITED", "-1", "TIER_UNLIMITED", "portfolio", false],
    ["TIER_UNLIMITED", "TIER_100K", "TIER_UNLIMITED", "portfolio", true],
    ["TIER_100K", "TIER_UNLIMITED", "TIER_100K", "portfolio", true],
    ["UNTIERED", "TIER_1K", "TIER_1K", "legacy", false],
    ["TIER_NOT_SET", "TIER_1K", "TIER_1K", "legacy", false],
    ["UNTIERED", null, "UNTIERED", "portfolio", false],
    ["UNTIERED", "TIER_NOT_SET", "TIER_NOT_SET", "legacy", false],
    [null, "TIER_NOT_SET", "TIER_NOT_SET", "legacy", false],
    ["TIER_5M", "TIER_10K", "TIER_5M", "portfolio", true],
    ["TIER_5M", "TIER_UNLIMITED", "TIER_5M", "portfolio", true],
    ["TIER_5M", "TIER_5M", "TIER_5M", "portfolio", false],
  ] as const)(
    "portfolio %s, legacy %s → %s of %s, disagree %s",
    (portfolio, legacy, raw, field, disagree) => {
      expect(decideMessagingLimit(portfolio, legacy)).toEqual({ raw, field, disagree });
    },
  );

  it("two different words that nobody knows disagree", () => {
    expect(decideMessagingLimit("TIER_5M", "TIER_7M").disagree).toBe(true);
  });

  it("a deprecated field that is not set contradicts nothing", () => {
    expect(decideMessagingLimit("TIER_10K", "TIER_NOT_SET").disagree).toBe(false);
    expect(decideMessagingLimit("TIER_10K", "UNTIERED").disagree).toBe(false);
  });

  it("never invents a value and never throws", () => {
    const field = fc.option(
      fc.oneof(fc.string(), fc.constantFrom("TIER_10K", "UNTIERED", "TIER_NOT_SET", "-1")),
    );
    fc.assert(
      fc.property(field, field, (portfolio, legacy) => {
        const decided = decideMessagingLimit(portfolio, legacy);
        expect(decided.raw).toBe(
          decided.field === "portfolio" ? portfolio : decided.field === "legacy" ? legacy : null,
        );
        expect(decided.field === null).toBe(portfolio === null && legacy === null);
        if (decided.disagree) expect(portfolio).not.toBe(legacy);
      }),
      { numRuns: 1_000 },
    );
  });
});
