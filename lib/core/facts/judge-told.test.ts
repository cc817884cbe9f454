import { describe, expect, it } from "vitest";
import { judgeExposure, judgeOptIn } from "./judge-told.ts";

const times = { now: new Date("2026-06-01T09:00:00Z"), oldest: new Date("2025-01-01T00:00:00Z") };
const optIn = { contact: "+4915112345678", source: "shop", optedInAt: "2026-05-01T09:00:00Z" };
const exposure = { id: "m1", contact: "+4915112345678", phoneNumberId: "n1", sentAt: "2026-05-01T09:00:00Z" };
const faultsOf = (judged: { readonly faults: unknown }) => judged.faults;

describe("a key", () => {
  it("is the same however its letters were typed", () => {
    const [composed, decomposed] = ["caf\u00e9", "cafe\u0301"].map(
      (source) => judgeOptIn({ ...optIn, source }, times).row?.source,
    );
    expect(decomposed).toBe(composed);
  });

  it.each(["\u200b", "\u202e", " \u2060\ufeff", "\ufe0f"])(
    "of nothing that can be seen is refused: %j",
    (source) => {
      const faults = faultsOf(judgeOptIn({ ...optIn, source }, times));
      expect(faults).toEqual([
        { path: "source", message: expect.stringMatching(/can be seen|empty/) as string },
      ]);
    },
  );

  it.each(["🎁 مسابقة", "../%00", "ünï-1", "👩‍👩‍👧"])("may be %j", (source) => {
    expect(judgeOptIn({ ...optIn, source }, times).row?.source).toBe(source);
  });
});

it("a message is not delivered before it was sent; clocks may differ by a day", () => {
  expect(faultsOf(judgeExposure({ ...exposure, deliveredAt: "2026-04-01T09:00:00Z" }, times))).toEqual([
    { path: "deliveredAt", message: "is more than a day before sentAt" },
  ]);
  const early = { ...exposure, readAt: "2026-05-01T07:00:00Z" };
  expect(judgeExposure(early, times).row?.readAt).toBe(Date.parse(early.readAt));
});

it.each([5, true, [1]])("evidence is text or an object, not %j", (evidence) => {
  expect(faultsOf(judgeOptIn({ ...optIn, evidence }, times))).toEqual([
    { path: "evidence", message: "must be text or an object" },
  ]);
});
