import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { clientOnDouble, type ClientOnDouble } from "../../testing/builders/graph-client.ts";
import { readTemplate, templateFields } from "./list-templates.ts";

let graph: ClientOnDouble | null = null;
afterEach(() => graph?.close());

const whole = {
  id: "721045998320117",
  name: "spring_news",
  language: "en-US",
  category: "MARKETING",
  previous_category: "UTILITY",
  correct_category: "AUTHENTICATION",
  status: "PAUSED",
  rejected_reason: "NONE",
  quality_score: { score: "RED", date: 1_790_000_000 },
  last_updated_time: "2026-09-01T08:00:00+0000",
  components: [
    { type: "BODY", text: "Dear {{1}}, read this" },
    {
      type: "BUTTONS",
      buttons: [
        { type: "QUICK_REPLY", text: "Stop promotions" },
        { type: "URL", text: "See offer", url: "https://shop.example/" },
        { type: "quick_reply", text: "Later" },
      ],
    },
  ],
};

describe("readTemplate", () => {
  it("takes each value from its own field, and of the text nothing but the quick replies", () => {
    const read = readTemplate(whole)!;
    expect(read).toEqual({
      id: "721045998320117",
      name: "spring_news",
      language: "en_US",
      category: "MARKETING",
      previousCategory: "UTILITY",
      correctCategory: "AUTHENTICATION",
      status: "PAUSED",
      rejectedReason: "NONE",
      qualityScore: "RED",
      // 1,790,000,000 s = 2026-09-21T14:13:20Z (date -u -d @1790000000).
      qualityScoreAt: new Date("2026-09-21T14:13:20Z"),
      lastUpdatedAt: new Date("2026-09-01T08:00:00Z"),
      quickReplies: ["Stop promotions", "Later"],
    });
    expect(JSON.stringify(read)).not.toMatch(/Dear|See offer|shop\.example/);
  });

  it("finds the quick replies on the cards of a carousel", () => {
    const buttons = [{ type: "QUICK_REPLY", text: "No more" }];
    const cards = [
      {
        components: [
          { type: "BODY", text: "x" },
          { type: "BUTTONS", buttons },
        ],
      },
    ];
    expect(readTemplate({ ...whole, components: [{ type: "CAROUSEL", cards }] })!.quickReplies).toEqual([
      "No more",
    ]);
  });

  it.each<[string, object, object]>([
    ["no components", { components: undefined }, { quickReplies: [] }],
    ["components that are no list", { components: "none" }, { quickReplies: [] }],
    [
      "a button without a text",
      { components: [{ buttons: [{ type: "QUICK_REPLY" }] }] },
      { quickReplies: [] },
    ],
    [
      "null among the components",
      { components: [null, ...whole.components] },
      { quickReplies: ["Stop promotions", "Later"] },
    ],
    ["an empty score", { quality_score: {} }, { qualityScore: null, qualityScoreAt: null }],
    ["an unknown status", { status: "ON_HOLIDAY" }, { status: "ON_HOLIDAY" }],
    [
      "seconds for the last change",
      { last_updated_time: 1_790_000_000 },
      { lastUpdatedAt: new Date("2026-09-21T14:13:20Z") },
    ],
    ["an id as a number", { id: 721045998320117 }, { id: "721045998320117" }],
  ])("F09 %s", (_name, part, expected) => {
    expect(readTemplate({ ...whole, ...part })).toMatchObject(expected);
  });

  // graph-api.md 8: ids of 17 and more digits exceed 2^53 when they come as JSON numbers.
  it.each([
    ["no id", { id: undefined }],
    ["an id that has lost digits", { id: 2 ** 60 }],
    ["no name", { name: undefined }],
    ["no language", { language: "" }],
  ])("F09 %s: nobody could say which template it is", (_name, part) => {
    expect(readTemplate({ ...whole, ...part })).toBeNull();
  });

  it("F09 never throws", () => {
    const value = fc.oneof(fc.constantFrom("GREEN", null, {}, []), fc.jsonValue());
    const node = fc.record(Object.fromEntries(templateFields.map((field) => [field, value])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(node, (raw) => {
        expect(readTemplate({ ...raw, id: "1", name: "n", language: "de" })).toMatchObject({ id: "1" });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("listTemplates", () => {
  it("reads all pages, not only the first", async () => {
    graph = await clientOnDouble({ pageSize: 2 });
    const ids = graph.double.world.findWaba(graph.wabaId)!.templates.map((template) => template.id);
    const answer = await graph.client.listTemplates(graph.credentials, graph.wabaId, []);
    expect(answer).toMatchObject({ ok: true, value: { complete: true, droppedFields: [] }, calls: 2 });
    expect(answer.ok && answer.value.items.map((item) => item.id)).toEqual(ids);
    expect(graph.double.requests.map(({ query }) => query["limit"])).toEqual(["100", "100"]);
  });

  it("F10 leaves out a field that Meta refuses, and one that is remembered", async () => {
    graph = await clientOnDouble();
    graph.double.faults.add({ kind: "field-removed", field: "correct_category" });
    const { client, credentials, wabaId } = graph;
    expect(await client.listTemplates(credentials, wabaId, [])).toMatchObject({
      ok: true,
      value: { droppedFields: ["correct_category"], complete: true },
      calls: 2,
    });
    expect(await client.listTemplates(credentials, wabaId, ["correct_category"])).toMatchObject({
      ok: true,
      value: { droppedFields: [], complete: true },
      calls: 1,
    });
  });

  it("F08 a page that fails makes the list incomplete, and what was seen counts", async () => {
    graph = await clientOnDouble({ pageSize: 2 });
    graph.double.faults.add({ kind: "page-fails", page: 2 });
    const answer = await graph.client.listTemplates(graph.credentials, graph.wabaId, []);
    expect(answer).toMatchObject({ ok: true, value: { complete: false, trouble: { code: 2 } } });
    expect(answer.ok && answer.value.items).toHaveLength(2);
  });
});
