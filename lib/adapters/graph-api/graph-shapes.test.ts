import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phoneNumberFields, readPhoneNumber, readToken, readWaba } from "./graph-shapes.ts";

/** The shape of graph-api.md 4.3, with invented values of our own. */
const whole = {
  id: "330917284500611",
  display_phone_number: "+49 30 23125014",
  verified_name: "Hafenladen",
  quality_rating: "YELLOW",
  quality_score: { score: "YELLOW", date: 1_790_000_000, reasons: ["SOMETHING", 7, null] },
  whatsapp_business_manager_messaging_limit: "TIER_10K",
  messaging_limit_tier: "TIER_1K",
  throughput: { level: "HIGH" },
  status: "CONNECTED",
  name_status: "APPROVED",
  code_verification_status: "EXPIRED",
  account_mode: "LIVE",
  platform_type: "CLOUD_API",
  health_status: { can_send_message: "LIMITED", entities: [{}] },
};

describe("readPhoneNumber", () => {
  it("takes each value from its own field", () => {
    expect(readPhoneNumber(whole)).toEqual({
      id: "330917284500611",
      displayPhoneNumber: "+49 30 23125014",
      verifiedName: "Hafenladen",
      qualityRating: "YELLOW",
      // 1,790,000,000 s = 2026-09-21T14:13:20Z (date -u -d @1790000000).
      qualityScoreAt: new Date("2026-09-21T14:13:20Z"),
      qualityReasons: ["SOMETHING"],
      portfolioLimit: "TIER_10K",
      legacyLimit: "TIER_1K",
      throughput: "HIGH",
      status: "CONNECTED",
      nameStatus: "APPROVED",
      codeVerificationStatus: "EXPIRED",
      accountMode: "LIVE",
      platformType: "CLOUD_API",
      canSendMessage: "LIMITED",
      healthStatus: { can_send_message: "LIMITED", entities: [{}] },
    });
  });

  it("with nothing but an id, everything else is not reported", () => {
    const { id, qualityReasons, ...rest } = readPhoneNumber({ id: "1" })!;
    expect([id, qualityReasons]).toEqual(["1", []]);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  it("takes the rating from the score when only the score is there, and the rating's own word first", () => {
    const without = { ...whole, quality_rating: undefined, quality_score: { score: "RED" } };
    expect(readPhoneNumber(without)!.qualityRating).toBe("RED");
    expect(readPhoneNumber({ ...whole, quality_score: { score: "RED" } })!.qualityRating).toBe("YELLOW");
  });

  it.each<[string, object, object]>([
    [
      "an empty score",
      { quality_score: {} },
      { qualityRating: "YELLOW", qualityScoreAt: null, qualityReasons: [] },
    ],
    ["a score of null", { quality_score: null }, { qualityRating: "YELLOW", qualityScoreAt: null }],
    [
      "a score that is a word",
      { quality_score: "YELLOW" },
      { qualityRating: "YELLOW", qualityScoreAt: null },
    ],
    ["NA", { quality_rating: "NA" }, { qualityRating: "NA" }],
    ["an unknown word", { quality_rating: "PURPLE" }, { qualityRating: "PURPLE" }],
    ["a number for a word", { status: 4 }, { status: "4" }],
    ["a truth for a word", { account_mode: true }, { accountMode: "true" }],
    ["an object for a word", { status: { value: "CONNECTED" } }, { status: null }],
    ["null for a word", { status: null }, { status: null }],
    ["an id as a number", { id: 330917284500611 }, { id: "330917284500611" }],
    ["throughput as a word", { throughput: "HIGH" }, { throughput: null }],
    ["health without a verdict", { health_status: {} }, { canSendMessage: null, healthStatus: {} }],
    ["reasons that are no list", { quality_score: { reasons: "SPAM" } }, { qualityReasons: [] }],
    ["a field nobody knows", { moon_phase: "full" }, { qualityRating: "YELLOW" }],
  ])("F09 %s", (_name, part, expected) => {
    expect(readPhoneNumber({ ...whole, ...part })).toMatchObject(expected);
  });

  it.each<[string, unknown, string | null]>([
    ["seconds", 1_790_000_000, "2026-09-21T14:13:20.000Z"],
    ["seconds as text", "1790000000", "2026-09-21T14:13:20.000Z"],
    ["Meta's ISO without a colon", "2026-03-04T10:15:42+0000", "2026-03-04T10:15:42.000Z"],
    ["ISO with an offset", "2026-03-04T10:15:42+0230", "2026-03-04T07:45:42.000Z"],
    ["a word", "yesterday", null],
    ["nothing", "", null],
    ["null", null, null],
    ["a negative number", -1, null],
    ["milliseconds, which would be a date beyond all calendars", 1_790_000_000_000, null],
    ["a number beyond all dates", 1e300, null],
  ])("F32 the date of the score as %s", (_name, date, instant) => {
    const read = readPhoneNumber({ ...whole, quality_score: { date } })!.qualityScoreAt;
    expect(read?.toISOString() ?? null).toBe(instant);
  });

  it.each([
    [{}],
    [{ id: null }],
    [{ id: "" }],
    [{ id: 1.5 }],
    [{ id: 2 ** 60 }],
    ["x"],
    [null],
    [undefined],
    [[]],
  ])("without a readable id there is no number: %j", (raw) => {
    expect(readPhoneNumber(raw)).toBeNull();
  });

  it("F09 never throws, and never invents a word", () => {
    const value = fc.oneof(fc.constantFrom("GREEN", "NA", null, {}, []), fc.jsonValue());
    const node = fc.record(Object.fromEntries(phoneNumberFields.map((field) => [field, value])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(node, (raw) => {
        const number = readPhoneNumber({ ...raw, id: "1" })!;
        const given = JSON.stringify(raw);
        for (const word of [number.qualityRating, number.status, number.portfolioLimit, number.legacyLimit]) {
          if (word !== null) expect(given).toContain(JSON.stringify(word).slice(1, -1));
        }
        if (number.qualityScoreAt !== null) expect(number.qualityScoreAt.toISOString()).toMatch(/^\d{4}-/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("readWaba", () => {
  it.each([
    [
      { id: "204718350099121", name: "Hafenladen" },
      { id: "204718350099121", name: "Hafenladen" },
    ],
    [{ id: 204718350099121 }, { id: "204718350099121", name: null }],
    [{ name: "Hafenladen" }, null],
    ["x", null],
  ])("%j", (raw, waba) => {
    expect(readWaba(raw)).toEqual(waba);
  });
});

describe("readToken", () => {
  const data = {
    is_valid: true,
    expires_at: 0,
    scopes: ["whatsapp_business_management"],
    app_id: "771200345561208",
  };

  // graph-api.md 2.2: 0 means never.
  it.each<[string, object, Date | null]>([
    ["0 is never", {}, null],
    ["seconds", { expires_at: 1_790_000_000 }, new Date("2026-09-21T14:13:20Z")],
    ["seconds as text are not never", { expires_at: "1790000000" }, new Date("2026-09-21T14:13:20Z")],
    ["0 as text", { expires_at: "0" }, null],
    ["missing", { expires_at: undefined }, null],
    ["null", { expires_at: null }, null],
    ["beyond all dates", { expires_at: 1e300 }, null],
  ])("the end of the token: %s", (_name, part, expiresAt) => {
    expect(readToken({ data: { ...data, ...part } })).toMatchObject({ valid: true, expiresAt });
  });

  it("tells whose token it is, and when access to people's data ends", () => {
    const part = { type: "SYSTEM_USER", data_access_expires_at: 1_790_000_000 };
    expect(readToken({ data: { ...data, ...part } })).toMatchObject({
      type: "SYSTEM_USER",
      dataAccessExpiresAt: new Date("2026-09-21T14:13:20Z"),
    });
    expect(readToken({ data: { ...data, data_access_expires_at: 0 } })!.dataAccessExpiresAt).toBeNull();
  });

  it("a dead token is valid: false, with whatever else Meta leaves out", () => {
    expect(readToken({ data: { is_valid: false, error: { code: 190 } } })).toEqual({
      valid: false,
      expiresAt: null,
      dataAccessExpiresAt: null,
      type: null,
      scopes: [],
      appId: null,
    });
  });

  it.each([[{}], [{ data: {} }], [{ data: { is_valid: "true" } }], [[]], [null], ["x"]])(
    "%j is no reading",
    (raw) => {
      expect(readToken(raw)).toBeNull();
    },
  );
});
