import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noUsage, readUsage, worseUsage } from "./read-usage.ts";

const business = (loads: unknown) => ({ "x-business-use-case-usage": JSON.stringify(loads) });
const load = (call_count: number, minutes = 0) => ({
  type: "whatsapp_business_management",
  call_count,
  total_cputime: 9,
  total_time: 14,
  estimated_time_to_regain_access: minutes,
});

describe("readUsage", () => {
  // graph-api.md section 11: percentages as JSON text, the waiting time in minutes.
  it.each([
    [
      "both headers, the higher counts",
      { "x-app-usage": '{"call_count":70}', ...business({ "118": [load(61)] }) },
      70,
      null,
    ],
    ["the app's own", { "x-app-usage": '{"call_count":12,"total_cputime":4,"total_time":7}' }, 12, null],
    [
      "the processor time may be the tightest",
      { "x-app-usage": '{"call_count":12,"total_cputime":88}' },
      88,
      null,
    ],
    ["the worst of several accounts", business({ "118": [load(3), load(96)], "119": [load(50)] }), 96, null],
    ["the longest waiting time", business({ "118": [load(100, 4)], "119": [load(100, 17)] }), 100, 17],
    ["over the limit", business({ "118": [load(130)] }), 130, null],
    ["unknown keys beside", business({ "118": [{ ...load(28), reset_time_duration: 300 }] }), 28, null],
  ])("%s", (_name, headers, percent, regainAccessMinutes) => {
    expect(readUsage(headers)).toEqual({ percent, regainAccessMinutes });
  });

  it.each([
    ["none", {}],
    ["empty", { "x-app-usage": "" }],
    ["cut", { "x-app-usage": "{call_count:" }],
    ["a word", { "x-app-usage": "not json" }],
    ["null", { "x-app-usage": "null" }],
    ["a list", { "x-app-usage": "[]" }],
    ["words for figures", { "x-app-usage": '{"call_count":"many"}' }],
    ["the wrong shape", business({ "118": { call_count: 3 } })],
    ["no figures", business({ "118": [{}] })],
    ["sent twice", { "x-app-usage": ["{}", "{}"] }],
  ])("F04 a header that is %s is ignored", (_name, headers) => {
    expect(readUsage(headers)).toEqual(noUsage);
  });

  it("F04 one header that cannot be read does not spoil the other", () => {
    const headers = { "x-app-usage": "not json", ...business({ "118": [load(61, 3)] }) };
    expect(readUsage(headers)).toEqual({ percent: 61, regainAccessMinutes: 3 });
  });

  it("F04 never throws, whatever stands in the headers", () => {
    const text = fc.oneof(fc.string(), fc.json());
    fc.assert(
      fc.property(text, text, (app, accounts) => {
        const usage = readUsage({ "x-app-usage": app, "x-business-use-case-usage": accounts });
        expect(usage.percent === null || Number.isFinite(usage.percent)).toBe(true);
        expect(usage.regainAccessMinutes === null || usage.regainAccessMinutes > 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("worseUsage", () => {
  const usage = fc.record({ percent: fc.option(fc.nat(150)), regainAccessMinutes: fc.option(fc.nat(90)) });

  it("takes the worse of each, and the known over the unknown", () => {
    expect(
      worseUsage({ percent: 40, regainAccessMinutes: null }, { percent: 20, regainAccessMinutes: 3 }),
    ).toEqual({
      percent: 40,
      regainAccessMinutes: 3,
    });
    expect(worseUsage(noUsage, noUsage)).toEqual(noUsage);
  });

  it("P7 does not depend on the order of the answers", () => {
    fc.assert(
      fc.property(usage, usage, usage, (a, b, c) => {
        expect(worseUsage(a, b)).toEqual(worseUsage(b, a));
        expect(worseUsage(worseUsage(a, b), c)).toEqual(worseUsage(a, worseUsage(b, c)));
        expect(worseUsage(a, noUsage)).toEqual(a);
      }),
    );
  });
});
