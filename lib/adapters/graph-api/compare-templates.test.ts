import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOnDouble, type ClientOnDouble } from "../../testing/builders/graph-client.ts";
import { compareTemplates, readComparison } from "./compare-templates.ts";
import { networkTrouble } from "./graph-http.ts";
import type { GraphSession } from "./graph-session.ts";
import { noUsage } from "./read-usage.ts";

let graph: ClientOnDouble;
beforeEach(async () => {
  graph = await clientOnDouble();
});
afterEach(() => graph.close());

const now = new Date("2026-10-06T09:00:00Z");
/** 2026-10-06T09:00:00Z (date -u -d @1791277200). */
const end = 1_791_277_200;
const compare = (days: 7 | 30 | 60 | 90 = 7) => {
  const [template, other] = graph.double.world.findWaba(graph.wabaId)!.templates;
  const pair = { templateId: template!.id, otherId: other!.id, days, now };
  return graph.client.compareTemplates(graph.credentials, pair);
};
const windows = () =>
  graph.double.requests.map(({ query }) => [Number(query["start"]), Number(query["end"])]);
const reading = { byRisingBlockRate: ["1", "2"], sends: {}, topBlockReason: {} };
const answers = () =>
  graph.double.faults.add({
    kind: "wrong-type-json",
    value: { data: [{ metric: "BLOCK_RATE", order_by_relative_metric: ["1", "2"] }] },
  });

/** A Graph API that takes only one of the two forms. */
function strictSession(takes: "seconds" | "milliseconds") {
  const asked: ("seconds" | "milliseconds")[] = [];
  const rest = { calls: 0, usage: noUsage };
  const session: GraphSession = {
    baseUrl: "https://graph.example",
    appId: null,
    call({ query }) {
      const form = Number(query["end"]) === end ? "seconds" : "milliseconds";
      asked.push(form);
      const trouble = { ...networkTrouble("(#100) Bad window"), kind: "request-invalid" as const, code: 100 };
      return Promise.resolve(
        form === takes
          ? { ok: true, body: { data: [] }, usage: noUsage, servedVersion: null }
          : { ok: false, trouble, usage: noUsage, excerpt: null },
      );
    },
    answered: (value) => ({ ok: true, value, ...rest }),
    failed: (trouble) => ({ ok: false, trouble, ...rest }),
    misshapen: (what) => networkTrouble(what),
  };
  return { session, asked };
}

describe("compareTemplates", () => {
  // graph-api.md 6.1: 7 days are 604,800 s, 90 days 7,776,000 s.
  it.each([
    [7, 604_800],
    [30, 2_592_000],
    [60, 5_184_000],
    [90, 7_776_000],
  ] as const)("asks for a window of %i days that ends now, in seconds", async (days, seconds) => {
    answers();
    expect(await compare(days)).toMatchObject({ ok: true, value: reading, calls: 1 });
    expect(windows()).toEqual([[end - seconds, end]]);
  });

  it("asks again in milliseconds when seconds are refused, and begins with what worked the next time", async () => {
    const works = new Set<string>();
    const pair = { templateId: "1", otherId: "2", days: 7, now } as const;
    const { session, asked } = strictSession("milliseconds");
    expect(await compareTemplates(session, pair, works)).toMatchObject({ ok: true });
    expect(await compareTemplates(session, pair, works)).toMatchObject({ ok: true });
    expect(asked).toEqual(["seconds", "milliseconds", "milliseconds"]);
    const changed = strictSession("seconds");
    await compareTemplates(changed.session, pair, works);
    await compareTemplates(changed.session, pair, works);
    expect(changed.asked).toEqual(["milliseconds", "seconds", "seconds"]);
  });

  it("a pair that Meta refuses in both forms is refused with the first reason, after two calls", async () => {
    const template = graph.double.world.findWaba(graph.wabaId)!.templates[0]!;
    graph.double.faults.add({ kind: "graph-error", code: 100, message: "(#100) Too few sends", times: 1 });
    graph.double.faults.add({ kind: "graph-error", code: 100, message: "(#100) Bad window", times: 1 });
    expect(await compare()).toMatchObject({
      ok: false,
      trouble: { kind: "request-invalid", message: "(#100) Too few sends" },
      calls: 2,
    });
    expect(graph.double.requests[0]!.path).toBe(`/${template.id}/compare`);
  });

  it.each([
    ["a template that is gone", { code: 100, subcode: 33 }, "asset-lost", 1],
    ["a throttle", { code: 80008 }, "rate-limited", 1],
    ["a dead token", { code: 190 }, "token-invalid", 1],
    ["an outage", { code: 2 }, "transient", 3],
  ] as const)("%s is not asked for in another form", async (_name, fault, kind, calls) => {
    graph.double.faults.add({ kind: "graph-error", ...fault });
    expect(await compare()).toMatchObject({ ok: false, trouble: { kind }, calls });
    expect(new Set(windows().map(([, to]) => to))).toEqual(new Set([end]));
  });

  it("F07 an answer without data is passing trouble", async () => {
    graph.double.faults.add({ kind: "wrong-type-json", value: { metric: "BLOCK_RATE" } });
    expect(await compare()).toMatchObject({ ok: false, trouble: { kind: "transient" } });
  });
});

describe("readComparison", () => {
  const data = [
    { metric: "BLOCK_RATE", type: "RELATIVE", order_by_relative_metric: ["11", 12] },
    {
      metric: "message_sends",
      number_values: [
        { key: "11", value: 1400 },
        { key: "12", value: "5120" },
        { key: "13", value: "many" },
        null,
      ],
    },
    {
      metric: "TOP_BLOCK_REASON",
      string_values: [
        { key: "11", value: "NO_SIGN_UP" },
        { key: "12", value: "SOMETHING_NEW" },
        { key: "13", value: null },
      ],
    },
    { metric: "MOOD", number_values: [{ key: "11", value: 3 }] },
  ];

  it("reads order, sends and reasons in any case, and leaves out what is not stated", () => {
    expect(readComparison({ data })).toEqual({
      byRisingBlockRate: ["11", "12"],
      sends: { "11": 1400, "12": 5120 },
      topBlockReason: { "11": "NO_SIGN_UP", "12": "SOMETHING_NEW" },
    });
  });

  it.each([
    ["no metric at all", { data: [] }],
    [
      "metrics without values",
      { data: [{ metric: "BLOCK_RATE" }, { metric: "MESSAGE_SENDS", number_values: {} }] },
    ],
  ])("F09 %s is an empty comparison", (_name, raw) => {
    expect(readComparison(raw)).toEqual({ byRisingBlockRate: [], sends: {}, topBlockReason: {} });
  });

  it("F09 never throws", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (raw, rows) => {
        readComparison(raw);
        expect(readComparison({ data: rows })).not.toBeNull();
      }),
    );
  });
});
