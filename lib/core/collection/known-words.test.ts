import { describe, expect, it } from "vitest";
import type { PhoneNumberSighting } from "./graph-api-port.ts";
import { isKnownWord, unknownWordsOfNumbers, unknownWordsOfTemplateDays } from "./known-words.ts";

const number: PhoneNumberSighting = {
  id: "330917284500611",
  displayPhoneNumber: "+49 30 23125014",
  verifiedName: "Nordlicht Shop",
  qualityRating: "GREEN",
  qualityScoreAt: null,
  qualityReasons: [],
  portfolioLimit: "TIER_10K",
  legacyLimit: null,
  status: "CONNECTED",
  nameStatus: "AVAILABLE_WITHOUT_REVIEW",
  throughput: "STANDARD",
  codeVerificationStatus: "EXPIRED",
  accountMode: "LIVE",
  platformType: "CLOUD_API",
  canSendMessage: "AVAILABLE",
  healthStatus: null,
};

describe("F09 words that nobody documented", () => {
  it("are none in an ordinary answer, also with everything absent", () => {
    expect(unknownWordsOfNumbers([number])).toEqual([]);
    const bare = Object.fromEntries(Object.keys(number).map((key) => [key, null]));
    expect(unknownWordsOfNumbers([{ ...number, ...bare, id: "1", qualityReasons: [] }])).toEqual([]);
  });

  it("are told with their place and the asset", () => {
    const odd = { ...number, status: "ON_THE_MOON", portfolioLimit: "TIER_7", qualityRating: "green" };
    expect(unknownWordsOfNumbers([odd, number])).toEqual([
      { place: "phone_number.quality_rating", value: "green", subjectId: number.id },
      { place: "phone_number.status", value: "ON_THE_MOON", subjectId: number.id },
      { place: "phone_number.portfolio_limit", value: "TIER_7", subjectId: number.id },
    ]);
  });

  it("are short and hold no phone number, whatever came in their place", () => {
    const [word] = unknownWordsOfNumbers([{ ...number, status: `call 4930231250144 ${"x".repeat(100)}` }]);
    expect(word!.value).toMatch(/^call \[digits\] x+$/);
    expect(word!.value.length).toBeLessThanOrEqual(64);
  });

  it.each([
    ["template.status", "REINSTATED", true],
    ["template.status", "SLEEPING", false],
    ["portfolio.verification_status", "verified", true],
    ["pricing_analytics.pricing_type", "regular", true],
    ["template_analytics.click_type", "URL_BUTTON", true],
    ["waba.status", "ANYTHING", true],
    ["template.status", "__proto__", false],
    ["template.status", null, true],
  ])("%s %s", (place, value, known) => {
    expect(isKnownWord(place, value)).toBe(known);
  });

  it("are found among clicks too", () => {
    const day = { templateId: "721", day: new Date(0), sent: 1, delivered: 1, read: 1, cost: [] };
    const clicked = [{ type: "hologram", content: "See offer", count: 2 }];
    expect(unknownWordsOfTemplateDays([{ ...day, clicked }])).toEqual([
      { place: "template_analytics.click_type", value: "hologram", subjectId: "721" },
    ]);
  });
});
