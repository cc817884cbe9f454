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

const now = new Date("2026-10-06T09:00:00Z");
const read = (headers: Parameters<typeof readUsage>[0]) => readUsage(headers, now);

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
    ["figures that are null", { "x-app-usage": '{"call_count":null,"total_time":31}' }, 31, null],
    ["unknown keys beside", business({ "118": [{ ...load(28), reset_time_duration: 300 }] }), 28, null],
  ])("%s", (_name, headers, percent, regainAccessMinutes) => {
    expect(read(headers)).toEqual({ ...noUsage, percent, regainAccessMinutes });
  });

  it.each([
    ["none", {}],
    ["without figures", { "x-app-usage": "{}" }],
    ["an account without figures", business({ "118": [{}] })],
    ["no account", business({})],
  ])("says nothing when there is %s", (_name, headers) => {
    expect(read(headers)).toEqual(noUsage);
  });

  it.each([
    ["empty", { "x-app-usage": "" }],
    ["cut", { "x-app-usage": "{call_count:" }],
    ["a word", { "x-app-usage": "not json" }],
    ["null", { "x-app-usage": "null" }],
    ["a list", { "x-app-usage": "[]" }],
    ["words for figures", { "x-app-usage": '{"call_count":"many"}' }],
    ["a figure beyond all numbers", { "x-app-usage": '{"call_count":1e400}' }],
    ["the wrong shape", business({ "118": { call_count: 3 } })],
    ["sent twice", { "x-app-usage": ["{}", "{}"] }],
  ])("F04 a header that is %s is ignored and counted", (_name, headers) => {
    expect(read(headers)).toEqual({ ...noUsage, unreadable: 1 });
  });

  it("F04 one header that cannot be read does not spoil the other", () => {
    const headers = { "x-app-usage": "not json", ...business({ "118": [load(61, 3)] }) };
    expect(read(headers)).toEqual({ ...noUsage, percent: 61, regainAccessMinutes: 3, unreadable: 1 });
  });

  it("F04 two headers that cannot be read are two", () => {
    expect(read({ "x-app-usage": "?", "x-business-use-case-usage": "?" }).unreadable).toBe(2);
  });

  // Meta's header has whole seconds and travels: up to a minute is no difference (GraphUsage.clockSkewSeconds).
  it.each([
    ["Tue, 06 Oct 2026 09:00:00 GMT", null],
    ["Tue, 06 Oct 2026 09:01:00 GMT", null],
    ["Tue, 06 Oct 2026 09:01:01 GMT", 61],
    ["Tue, 06 Oct 2026 08:50:00 GMT", -600],
    ["Tue, 06 Oct 2026 11:00:00 GMT", 7200],
    ["yesterday", null],
    ["", null],
  ])("F13 Meta's Date %s at 09:00:00 UTC is %s s off", (date, clockSkewSeconds) => {
    expect(read({ date })).toEqual({ ...noUsage, clockSkewSeconds });
  });

  it("F04 never throws, whatever stands in the headers", () => {
    const text = fc.oneof(fc.string(), fc.json());
    fc.assert(
      fc.property(text, text, (app, accounts) => {
        const usage = read({ "x-app-usage": app, "x-business-use-case-usage": accounts, date: app });
        expect(usage.percent === null || Number.isFinite(usage.percent)).toBe(true);
        expect(usage.regainAccessMinutes === null || usage.regainAccessMinutes > 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("worseUsage", () => {
  const usage = fc.record({
    percent: fc.option(fc.nat(150)),
    regainAccessMinutes: fc.option(fc.nat(90)),
    unreadable: fc.nat(2),
    clockSkewSeconds: fc.option(fc.integer({ min: -7200, max: 7200 })),
  });

  it("takes the worse of each, the known over the unknown, and counts what was unreadable", () => {
    expect(
      worseUsage(
        { percent: 40, regainAccessMinutes: null, unreadable: 1, clockSkewSeconds: 90 },
        { percent: 20, regainAccessMinutes: 3, unreadable: 2, clockSkewSeconds: -600 },
      ),
    ).toEqual({ percent: 40, regainAccessMinutes: 3, unreadable: 3, clockSkewSeconds: -600 });
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
