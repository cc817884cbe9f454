import { describe, expect, it } from "vitest";
import { missingPermissions, tokenEnd, tokenExpiryStep, type TokenExpiryDays } from "./token-expiry.ts";

const now = new Date("2026-06-01T09:00:00.000Z");
const dayMs = 86_400_000;
const step = (milliseconds: number | null, lastTold: TokenExpiryDays | null = null) =>
  tokenExpiryStep(milliseconds === null ? null : new Date(now.getTime() + milliseconds), now, lastTold);

describe("the end of a token", () => {
  it.each([
    ["14 days and a millisecond", 14 * dayMs + 1, undefined],
    ["14 days", 14 * dayMs, "14"],
    ["7 days and a millisecond", 7 * dayMs + 1, "14"],
    ["7 days", 7 * dayMs, "7"],
    ["1 day and a millisecond", dayMs + 1, "7"],
    ["1 day", dayMs, "1"],
    ["a millisecond", 1, "1"],
    ["nothing", 0, undefined],
    ["less than nothing", -dayMs, undefined],
    ["ever", null, undefined],
  ])("with %s left", (_, left, to) => {
    expect(step(left)?.to).toBe(to);
  });

  it("is told once a step", () => {
    expect(step(10 * dayMs, "14")).toBeNull();
    expect(step(6 * dayMs, "14")).toEqual({ direction: "fell", from: "14", to: "7" });
    expect(step(6 * dayMs, "7")).toBeNull();
    expect(step(dayMs / 2, "7")).toEqual({ direction: "fell", from: "7", to: "1" });
    expect(step(dayMs / 3, "1")).toBeNull();
  });

  it("recovers when the token is renewed, for ever, for long or for a week", () => {
    expect(step(null, "1")).toEqual({ direction: "recovered", from: "1", to: null });
    expect(step(60 * dayMs, "14")).toEqual({ direction: "recovered", from: "14", to: null });
    expect(step(6 * dayMs, "1")).toEqual({ direction: "recovered", from: "1", to: null });
    expect(step(60 * dayMs)).toBeNull();
  });

  it("says nothing of a token that has ended, which polls find dead", () => {
    expect(step(-1, "1")).toBeNull();
  });

  it("is the earlier one of the token's and of its access to data", () => {
    const [soon, late] = [new Date(now.getTime() + dayMs), new Date(now.getTime() + 90 * dayMs)];
    expect(tokenEnd({ expiresAt: null, dataAccessExpiresAt: null })).toBeNull();
    expect(tokenEnd({ expiresAt: late, dataAccessExpiresAt: soon })).toEqual(soon);
    expect(tokenEnd({ expiresAt: null, dataAccessExpiresAt: late })).toEqual(late);
  });
});

describe("permissions of a token", () => {
  it("lists what is missing, the portfolio's only where accounts are found through it", () => {
    const names = (scopes: string[], listsPortfolio: boolean) =>
      missingPermissions(scopes, listsPortfolio).map(({ permission }) => permission);
    const all = ["whatsapp_business_management", "whatsapp_business_messaging", "business_management"];
    expect(names(all, true)).toEqual([]);
    expect(names(all.slice(0, 2), false)).toEqual([]);
    expect(names(all.slice(0, 2), true)).toEqual(["business_management"]);
    expect(names([], true)).toEqual(all);
  });
});
