import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOnDouble, type ClientOnDouble } from "../../testing/builders/graph-client.ts";
import { readMessagingDays } from "./read-messaging-analytics.ts";
import { readPricingDays } from "./read-pricing-analytics.ts";
import { readTemplateDays } from "./read-template-analytics.ts";

let graph: ClientOnDouble;
beforeEach(async () => {
  graph = await clientOnDouble();
  // Meta offers template analytics for no account of the EU (graph-api.md 7).
  graph.double.world.changeWaba(graph.wabaId, { country: "US" });
});
afterEach(() => graph.close());

/** 5 October 2026, the day before the double's today. 1,791,158,400 s = 2026-10-05T00:00:00Z (date -u -d @1791158400). */
const from = new Date("2026-10-05T00:00:00Z");
const span = { from, to: new Date("2026-10-06T00:00:00Z") };
const [start, end] = [1_791_158_400, 1_791_244_800];

describe("template analytics", () => {
  const templateIds = () => graph.double.world.findWaba(graph.wabaId)!.templates.map((each) => each.id);
  const read = (ids: readonly string[]) =>
    graph.client.readTemplateAnalytics(graph.credentials, graph.wabaId, { templateIds: ids, span });
  const page = (value: unknown, times = 1) =>
    graph.double.faults.add({ kind: "wrong-type-json", value, times });
  const point = (id: string) => ({ template_id: id, start, end, sent: 4, delivered: 3 });

  it("reads a day for each template", async () => {
    const answer = await read(templateIds());
    expect(answer).toMatchObject({ ok: true, calls: 1 });
    expect(answer.ok && answer.value.map(({ templateId, day }) => [templateId, day])).toEqual(
      templateIds().map((id) => [id, from]),
    );
    expect(graph.double.requests[0]!.query).toMatchObject({ start: String(start), end: String(end) });
  });

  it("asks for ten at a time, and for nothing when there are none", async () => {
    expect(await read([])).toMatchObject({ ok: true, value: [], calls: 0 });
    page({ data: [] }, 3);
    expect(await read(Array.from({ length: 21 }, () => templateIds()[0]!))).toMatchObject({ calls: 3 });
    const asked = graph.double.requests.map(({ query }) => query["template_ids"]!.match(/\d+/g)!.length);
    expect(asked).toEqual([10, 10, 1]);
  });

  it("follows pages to the end", async () => {
    const next = { cursors: { after: "one" }, next: "https://graph.example/next" };
    page({ data: [{ data_points: [point("1")] }], paging: next });
    page({ data: [{ data_points: [point("2")] }], paging: { cursors: { after: "two" } } });
    expect(await read(templateIds())).toMatchObject({
      ok: true,
      value: [{ templateId: "1" }, { templateId: "2" }],
      calls: 2,
    });
    expect(graph.double.requests[1]!.query["after"]).toBe("one");
  });

  it("F08 is all or nothing: a page that fails leaves no days that look empty", async () => {
    page({
      data: [{ data_points: [point("1")] }],
      paging: { cursors: {}, next: "https://graph.example/next" },
    });
    expect(await read(templateIds())).toMatchObject({ ok: false, trouble: { kind: "transient" } });
  });

  it.each([
    ["not offered in this country", { country: "DE" }, 200_005],
    ["not switched on", { isEnabledForInsights: false }, 200_007],
  ])("%s: refused with its code, without a retry", async (_name, change, code) => {
    graph.double.world.changeWaba(graph.wabaId, change);
    expect(await read(templateIds())).toMatchObject({
      ok: false,
      trouble: { kind: "request-invalid", code },
      calls: 1,
    });
  });

  it("F09 reads keys and kinds in any case, figures as text, and nothing as not stated", () => {
    const points = [
      {
        Template_Id: 721045998320117,
        START: String(start),
        SENT: "1800",
        DELIVERED: null,
        CLICKED: [
          { TYPE: "QUICK_REPLY_BUTTON", BUTTON_CONTENT: "Stop promotions", COUNT: 61 },
          { type: "url_button", count: 3 },
          { type: "url_button", button_content: "See", count: "many" },
          null,
        ],
        cost: [{ type: "AMOUNT_SPENT", value: 185.9 }, { type: "cost_per_delivered" }],
      },
    ];
    expect(readTemplateDays(points)).toEqual([
      {
        templateId: "721045998320117",
        day: from,
        sent: 1800,
        delivered: null,
        read: null,
        clicked: [
          { type: "quick_reply_button", content: "Stop promotions", count: 61 },
          { type: "url_button", content: "", count: 3 },
        ],
        cost: [
          { type: "amount_spent", value: 185.9 },
          { type: "cost_per_delivered", value: null },
        ],
      },
    ]);
  });

  it("F09 leaves out points that belong to no template or no day", () => {
    expect(
      readTemplateDays([{ start }, { template_id: "1" }, { template_id: "1", start: "soon" }, 7]),
    ).toEqual([]);
  });
});

describe("messaging analytics", () => {
  const digits = () =>
    graph.double.world
      .findWaba(graph.wabaId)!
      .phoneNumbers.map((each) => each.displayPhoneNumber.replace(/\D/g, ""));
  const read = (displayDigits: readonly string[]) =>
    graph.client.readMessagingAnalytics(graph.credentials, graph.wabaId, { displayDigits, span });

  it("asks for each number alone, so that every point has an owner", async () => {
    const answer = await read(digits());
    expect(answer).toMatchObject({ ok: true, calls: 5 });
    expect(answer.ok && answer.value.map((each) => [each.displayDigits, each.day])).toEqual(
      digits().map((each) => [each, from]),
    );
    expect(answer.ok && answer.value.every((each) => each.sent !== null && each.delivered !== null)).toBe(
      true,
    );
    expect(graph.double.requests[0]!.query["fields"]).toBe(
      `analytics.start(${start}).end(${end}).granularity(DAY).phone_numbers(["${digits()[0]!}"])`,
    );
  });

  it("leaves out a number that Meta refuses by itself", async () => {
    graph.double.faults.add({ kind: "graph-error", code: 100, times: 1 });
    const answer = await read(digits());
    expect(answer.ok && answer.value.map((each) => each.displayDigits)).toEqual(digits().slice(1));
  });

  it("is refused when every number is, and stops at trouble of another kind", async () => {
    graph.double.faults.add({ kind: "graph-error", code: 100 });
    expect(await read(digits())).toMatchObject({ ok: false, trouble: { kind: "request-invalid" }, calls: 5 });
    graph.double.faults.clear();
    graph.double.faults.add({ kind: "graph-error", code: 80008 });
    expect(await read(digits())).toMatchObject({ ok: false, trouble: { kind: "rate-limited" }, calls: 1 });
  });

  it("F09 figures that cover another number too are not taken for this one's", () => {
    const points = [{ start, end, sent: 9, delivered: 8 }];
    const covering = (phone_numbers: unknown) => ({ analytics: { phone_numbers, data_points: points } });
    const own = [{ displayDigits: "493023125014", day: from, sent: 9, delivered: 8 }];
    expect(readMessagingDays(covering(["493023125014"]), "493023125014")).toEqual(own);
    expect(readMessagingDays(covering(["+49 30 23125014"]), "493023125014")).toEqual(own);
    expect(readMessagingDays(covering(undefined), "493023125014")).toEqual(own);
    expect(readMessagingDays(covering(["493023125014", "493023125098"]), "493023125014")).toEqual([]);
  });

  it("an account without figures has none", () => {
    expect(readMessagingDays({ id: "204718350099121" }, "1")).toEqual([]);
  });
});

describe("pricing analytics", () => {
  it("reads a day's volume and cost by country, category, type and tier, in one call", async () => {
    const answer = await graph.client.readPricingAnalytics(graph.credentials, graph.wabaId, span);
    expect(answer).toMatchObject({ ok: true, calls: 1 });
    const rows = answer.ok ? answer.value : [];
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]).toMatchObject({
      day: from,
      pricingType: "REGULAR",
      volume: expect.any(Number) as number,
    });
    expect(graph.double.requests[0]!.query["fields"]).toBe(
      `pricing_analytics.start(${start}).end(${end}).granularity(DAILY)` +
        `.dimensions(["COUNTRY","PRICING_CATEGORY","PRICING_TYPE","TIER"])`,
    );
  });

  it("F09 adds up points that differ in nothing, and keeps what is not stated apart from zero", () => {
    const regular = {
      start,
      end,
      country: "DE",
      pricing_type: "REGULAR",
      pricing_category: "MARKETING",
      tier: "0:1",
    };
    const data = [
      {
        data_points: [
          { ...regular, volume: 2, cost: 0.5 },
          { ...regular, volume: 3 },
        ],
      },
      { data_points: [{ start, pricing_category: "SERVICE" }, { country: "DE", volume: 9 }, null] },
    ];
    const names = { country: "DE", category: "MARKETING", pricingType: "REGULAR", tier: "0:1" };
    expect(readPricingDays({ pricing_analytics: { data } })).toEqual([
      { day: from, ...names, volume: 5, cost: 0.5 },
      { day: from, country: "", category: "SERVICE", pricingType: "", tier: "", volume: null, cost: null },
    ]);
  });
});

describe("odd answers", () => {
  it("F09 never throw", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (raw, rows) => {
        readPricingDays(raw);
        readPricingDays({ pricing_analytics: { data: [{ data_points: rows }] } });
        readMessagingDays(raw, "1");
        readMessagingDays({ analytics: { data_points: rows } }, "1");
        readTemplateDays(rows);
      }),
    );
  });
});
