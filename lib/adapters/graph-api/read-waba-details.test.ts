import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOnDouble, type ClientOnDouble } from "../../testing/builders/graph-client.ts";
import { wabaDetailFields } from "./read-waba-details.ts";

let graph: ClientOnDouble;
beforeEach(async () => {
  graph = await clientOnDouble();
});
afterEach(() => graph.close());

const limit = "whatsapp_business_manager_messaging_limit";
const spoil = (value: unknown) => graph.double.faults.add({ kind: "wrong-type-json", value, times: 1 });

describe("a WABA's own node", () => {
  const read = (droppedFields: readonly string[] = []) =>
    graph.client.readWabaDetails(graph.credentials, graph.wabaId, droppedFields);

  it("tells review, restrictions, health and whose it is", async () => {
    expect(await read()).toEqual({
      ok: true,
      value: {
        details: {
          id: graph.wabaId,
          name: "Uniform Shop 1",
          portfolioId: graph.portfolioId,
          accountReviewStatus: "APPROVED",
          businessVerificationStatus: "verified",
          status: "ACTIVE",
          ownershipType: "SELF",
          country: "DE",
          currency: "EUR",
          timezoneId: "57",
          insightsEnabled: true,
          messagingLimit: "TIER_10K",
          canSendMessage: "AVAILABLE",
          healthStatus: expect.objectContaining({ can_send_message: "AVAILABLE" }) as unknown,
        },
        droppedFields: [],
      },
      calls: 1,
      usage: expect.anything() as unknown,
    });
  });

  it("with nothing but an id, everything else is not reported", async () => {
    spoil({ id: graph.wabaId });
    const answer = await read();
    const { id, ...rest } = answer.ok ? answer.value.details : { id: null };
    expect(id).toBe(graph.wabaId);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  it.each<[string, object, object]>([
    ["a switch as text", { is_enabled_for_insights: "true" }, { insightsEnabled: true }],
    ["a switch that is neither", { is_enabled_for_insights: "perhaps" }, { insightsEnabled: null }],
    ["an owner that is a word", { owner_business_info: "me" }, { portfolioId: null }],
    ["an owner with a number for an id", { owner_business_info: { id: 118 } }, { portfolioId: "118" }],
    ["a zone as a number", { timezone_id: 57 }, { timezoneId: "57" }],
    ["an unknown word", { account_review_status: "PONDERING" }, { accountReviewStatus: "PONDERING" }],
    ["health that is a list", { health_status: [] }, { healthStatus: null, canSendMessage: null }],
  ])("F09 %s", async (_name, part, details) => {
    spoil({ id: "1", ...part });
    expect(await read()).toMatchObject({ ok: true, value: { details } });
  });

  it("F09 never throws, whatever stands in the fields", async () => {
    const value = fc.oneof(fc.constantFrom(null, {}, []), fc.jsonValue());
    const node = fc.record(Object.fromEntries(wabaDetailFields.map((field) => [field, value])), {
      requiredKeys: [],
    });
    await fc.assert(
      fc.asyncProperty(node, async (raw) => {
        const stop = spoil({ ...raw, id: "1" });
        const answer = await read();
        stop();
        expect(answer).toMatchObject({ ok: true, value: { details: { id: "1" } } });
      }),
    );
  });

  it("F10 leaves out what Meta refuses, tells it, and does not ask again for what is remembered", async () => {
    graph.double.faults.add({ kind: "field-removed", field: "ownership_type" });
    graph.double.faults.add({ kind: "field-removed", field: limit });
    const answer = await read();
    expect(answer).toMatchObject({ ok: true, value: { details: { messagingLimit: null } }, calls: 3 });
    expect(answer.ok && [...answer.value.droppedFields].sort()).toEqual(["ownership_type", limit]);
    expect(await read(["ownership_type", limit])).toMatchObject({
      ok: true,
      value: { droppedFields: [] },
      calls: 1,
    });
  });

  it("F02 one that is no longer shown is lost", async () => {
    graph.double.faults.add({ kind: "waba-permission-removed", wabaId: graph.wabaId, answer: "not-visible" });
    expect(await read()).toMatchObject({ ok: false, trouble: { kind: "asset-lost" }, calls: 1 });
  });

  it("F07 without an id it is passing trouble", async () => {
    spoil({ name: "X" });
    expect(await read()).toMatchObject({ ok: false, trouble: { kind: "transient" } });
  });
});

describe("a portfolio", () => {
  it("tells its limit", async () => {
    expect(await graph.client.readPortfolio(graph.credentials, graph.portfolioId)).toMatchObject({
      ok: true,
      value: { messagingLimit: "TIER_10K" },
      calls: 1,
    });
  });

  // graph-api.md 2.1: the field needs v24.
  it("F10 is read without the limit where Meta does not know it", async () => {
    const credentials = { ...graph.credentials, apiVersion: "v23.0" };
    expect(await graph.client.readPortfolio(credentials, graph.portfolioId)).toMatchObject({
      ok: true,
      value: { name: "Uniform Group 1", messagingLimit: null },
      calls: 2,
    });
  });
});

describe("the webhook subscription", () => {
  const read = (appId: string | null = graph.credentials.appId) =>
    graph.client.readSubscription({ ...graph.credentials, appId }, graph.wabaId);

  it("is there when our app is among the subscribed ones", async () => {
    expect(await read()).toMatchObject({ ok: true, value: { subscribed: false }, calls: 1 });
    await graph.client.subscribeApp(graph.credentials, graph.wabaId);
    expect(await read()).toMatchObject({ ok: true, value: { subscribed: true } });
  });

  it("another app's is not ours, and counts when ours is not known", async () => {
    await graph.client.subscribeApp(graph.credentials, graph.wabaId);
    expect(await read("999999999999999")).toMatchObject({ value: { subscribed: false } });
    expect(await read(null)).toMatchObject({ value: { subscribed: true } });
  });

  it("F09 an app's id as a number is the same app", async () => {
    spoil({ data: [{}, null, { whatsapp_business_api_data: { id: 771200345561208 } }] });
    expect(await read("771200345561208")).toMatchObject({ value: { subscribed: true } });
  });

  it("F08 a list that broke off before our app came says nothing, rather than no", async () => {
    const paging = { cursors: {}, next: "https://graph.example/next" };
    spoil({ data: [{ whatsapp_business_api_data: { id: "1" } }], paging });
    expect(await read()).toMatchObject({ ok: false, trouble: { kind: "transient" } });
    spoil({ data: [{ whatsapp_business_api_data: { id: graph.double.appId } }], paging });
    expect(await read()).toMatchObject({ ok: true, value: { subscribed: true } });
  });
});
