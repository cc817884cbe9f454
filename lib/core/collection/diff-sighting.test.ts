import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  diffSighting,
  trackedFields,
  trackedValues,
  type TrackedField,
  type TrackedValues,
} from "./diff-sighting.ts";
import type { PhoneNumberSighting } from "./graph-api-port.ts";

const sighting: PhoneNumberSighting = {
  id: "330917284500611",
  displayPhoneNumber: "+49 30 23125014",
  verifiedName: "Nordlicht Shop",
  qualityRating: "YELLOW",
  qualityScoreAt: new Date("2025-10-02T08:00:00Z"),
  qualityReasons: ["SPAM"],
  portfolioLimit: "TIER_10K",
  legacyLimit: null,
  status: "CONNECTED",
  nameStatus: "APPROVED",
  throughput: "STANDARD",
  codeVerificationStatus: "VERIFIED",
  accountMode: "LIVE",
  platformType: "CLOUD_API",
  canSendMessage: "AVAILABLE",
  healthStatus: { can_send_message: "AVAILABLE" },
};
const nothing = Object.fromEntries(trackedFields.map((field) => [field, null])) as Record<TrackedField, null>;

describe("trackedValues", () => {
  it("takes each tracked value from its own place", () => {
    expect(trackedValues(sighting)).toEqual({
      quality_rating: "YELLOW",
      portfolio_limit: "TIER_10K",
      legacy_limit: null,
      status: "CONNECTED",
      name_status: "APPROVED",
      throughput: "STANDARD",
      verified_name: "Nordlicht Shop",
      display_phone_number: "+49 30 23125014",
      account_mode: "LIVE",
      can_send_message: "AVAILABLE",
    });
  });
});

describe("diffSighting", () => {
  const values = trackedValues(sighting);

  it("a first sighting is every field that has a value", () => {
    const changes = diffSighting(null, values);
    expect(changes.map((change) => change.field)).toEqual(
      trackedFields.filter((field) => field !== "legacy_limit"),
    );
    expect(changes[0]).toEqual({ field: "quality_rating", from: null, to: "YELLOW" });
  });

  it("a first sighting without values is no change", () => {
    expect(diffSighting(null, nothing)).toEqual([]);
  });

  it.each(trackedFields)("sees a change of %s, and nothing else", (field) => {
    expect(diffSighting(values, { ...values, [field]: "SOMETHING_NEW" })).toEqual([
      { field, from: values[field], to: "SOMETHING_NEW" },
    ]);
  });

  it("F09 keeps a value that vanishes as a change to not reported, and its return as another", () => {
    const without = { ...values, quality_rating: null };
    expect(diffSighting(values, without)).toEqual([{ field: "quality_rating", from: "YELLOW", to: null }]);
    expect(diffSighting(without, values)).toEqual([{ field: "quality_rating", from: null, to: "YELLOW" }]);
  });

  it("is blind to what moves without meaning: reasons, score date, health details", () => {
    const later = {
      ...sighting,
      qualityScoreAt: null,
      qualityReasons: [],
      healthStatus: {},
      platformType: "OTHER",
    };
    expect(diffSighting(values, trackedValues(later))).toEqual([]);
  });

  const anyValues = fc.record(
    Object.fromEntries(
      trackedFields.map((field) => [field, fc.option(fc.constantFrom("GREEN", "RED", "A", "B", ""))]),
    ) as Record<TrackedField, fc.Arbitrary<string | null>>,
  ) as fc.Arbitrary<TrackedValues>;

  it("P7 seeing the same again is no change, and applying the changes gives what was seen", () => {
    fc.assert(
      fc.property(fc.option(anyValues), anyValues, (before, after) => {
        expect(diffSighting(after, after)).toEqual([]);
        const applied: Record<TrackedField, string | null> = { ...(before ?? nothing) };
        for (const change of diffSighting(before, after)) {
          expect(applied[change.field]).toBe(change.from);
          applied[change.field] = change.to;
        }
        expect(applied).toEqual(after);
      }),
      { numRuns: 1_000 },
    );
  });
});
