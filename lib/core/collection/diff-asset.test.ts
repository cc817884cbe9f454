import { describe, expect, it } from "vitest";
import { diffAsset, trackedPortfolioValues, trackedWabaValues } from "./diff-asset.ts";

const details = {
  id: "204718350099121",
  name: "Nordlicht Shop",
  portfolioId: "118220034455667",
  accountReviewStatus: "APPROVED",
  businessVerificationStatus: "verified",
  status: null,
  ownershipType: "SELF",
  country: "DE",
  currency: "EUR",
  timezoneId: "57",
  insightsEnabled: false,
  messagingLimit: "TIER_10K",
  canSendMessage: "AVAILABLE",
  healthStatus: null,
};

describe("changes of an account", () => {
  it("are every field with a value on a first reading", () => {
    const changes = diffAsset(null, trackedWabaValues(details));
    expect(changes).toHaveLength(10);
    expect(changes.every(({ from }) => from === null)).toBe(true);
    expect(changes.find(({ field }) => field === "insights_enabled")?.to).toBe("false");
  });

  it("are the fields that differ later, gone ones and words that nobody knows included", () => {
    const before = trackedWabaValues(details);
    const after = trackedWabaValues({
      ...details,
      portfolioId: "118220034455999",
      canSendMessage: null,
      accountReviewStatus: "ON_THE_MOON",
    });
    expect(diffAsset(before, after)).toEqual([
      { field: "portfolio_id", from: "118220034455667", to: "118220034455999" },
      { field: "account_review_status", from: "APPROVED", to: "ON_THE_MOON" },
      { field: "can_send_message", from: "AVAILABLE", to: null },
    ]);
    expect(diffAsset(after, after)).toEqual([]);
  });
});

describe("a portfolio's limit", () => {
  it("is kept when the node does not tell it", () => {
    const before = { name: "Nordlicht", verification_status: "verified", messaging_limit: "TIER_10K" };
    const silent = { name: "Nordlicht", verificationStatus: "verified", messagingLimit: null };
    expect(diffAsset(before, trackedPortfolioValues(silent, before))).toEqual([]);
    const lower = { ...silent, messagingLimit: "TIER_2K" };
    expect(diffAsset(before, trackedPortfolioValues(lower, before))).toEqual([
      { field: "messaging_limit", from: "TIER_10K", to: "TIER_2K" },
    ]);
  });
});
