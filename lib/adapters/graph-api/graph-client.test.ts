import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GraphDoubleOptions } from "../../sandbox/graph-double.ts";
import { clientOnDouble, type ClientOnDouble } from "../../testing/builders/graph-client.ts";
import { phoneNumberFields } from "./graph-shapes.ts";

let graph: ClientOnDouble;
beforeEach(async () => {
  graph = await clientOnDouble();
});
afterEach(() => graph.close());

async function restart(options: Partial<GraphDoubleOptions> & { fraction?: number }) {
  await graph.close();
  graph = await clientOnDouble(options);
}

const list = (droppedFields: readonly string[] = []) =>
  graph.client.listPhoneNumbers(graph.credentials, graph.wabaId, droppedFields);

/** The list, which has to be an answer. */
async function listed(droppedFields: readonly string[] = []) {
  const answer = await list(droppedFields);
  if (!answer.ok) throw new Error(`no answer: ${answer.trouble.message}`);
  return { ...answer.value, calls: answer.calls, ids: answer.value.items.map((item) => item.id) };
}
const edge = () => `/${graph.wabaId}/phone_numbers`;
/** A page as the edge would send it, however odd. */
const nextPage = (value: unknown) =>
  graph.double.faults.add({ kind: "wrong-type-json", value, path: edge(), times: 1 });
/** Says that there is more; the double takes cursors of its own making only. */
const more = (page: number | null) => ({
  cursors: page === null ? {} : { after: Buffer.from(`${page}:x`).toString("base64url") },
  next: "https://graph.example/next",
});

describe("paging", () => {
  it.each([
    [100, 1],
    [5, 1],
    [4, 2],
    [2, 3],
    [1, 5],
  ])("reads all five numbers in order from pages of %i, in %i calls", async (pageSize, calls) => {
    await restart({ pageSize });
    expect(await listed()).toMatchObject({ ids: graph.numberIds, complete: true, trouble: null, calls });
  });

  it("follows by cursor, asks for the same fields each time, and always for a hundred", async () => {
    await restart({ pageSize: 2 });
    await list();
    expect(graph.double.requests.map(({ query }) => query["fields"])).toEqual(
      Array(3).fill(phoneNumberFields.join(",")),
    );
    expect(graph.double.requests.map(({ query }) => query["limit"])).toEqual(["100", "100", "100"]);
    const cursors = graph.double.requests.map(({ query }) => query["after"]);
    expect(cursors[0]).toBeUndefined();
    expect(new Set(cursors).size).toBe(3);
  });

  it("an account without numbers is a whole, empty list", async () => {
    for (const id of graph.numberIds) graph.double.world.removePhoneNumber(id);
    expect(await listed()).toMatchObject({ ids: [], complete: true, trouble: null });
  });

  it("F08 a single page may come without paging", async () => {
    graph.double.faults.add({ kind: "missing-paging" });
    expect(await listed()).toMatchObject({ ids: graph.numberIds, complete: true });
  });

  it("F08 page three fails: what was seen counts, and the list is not whole", async () => {
    await restart({ pageSize: 2 });
    graph.double.faults.add({ kind: "page-fails", page: 3 });
    const answer = await listed();
    expect(answer).toMatchObject({
      ids: graph.numberIds.slice(0, 4),
      complete: false,
      trouble: { kind: "transient", code: 2 },
    });
    expect(answer.calls).toBe(2 + 3);
  });

  it("F08 page three fails once: the retry makes the list whole", async () => {
    await restart({ pageSize: 2 });
    graph.double.faults.add({ kind: "page-fails", page: 3, times: 1 });
    expect(await listed()).toMatchObject({ ids: graph.numberIds, complete: true, trouble: null, calls: 4 });
  });

  it("F08 the first page fails: no answer at all, rather than an empty one", async () => {
    graph.double.faults.add({ kind: "page-fails", page: 1 });
    expect(await list()).toMatchObject({ ok: false, trouble: { kind: "transient", code: 2 }, calls: 3 });
  });

  it("F08 the token dies on page two: what was seen counts, and the trouble is the token's", async () => {
    await restart({ pageSize: 2 });
    graph.double.faults.add({ kind: "page-fails", page: 2, code: 190, httpStatus: 401 });
    expect(await listed()).toMatchObject({ complete: false, trouble: { kind: "token-invalid" }, calls: 2 });
  });

  it("F08 a repeated cursor ends the list, which is not whole, and each number is there once", async () => {
    await restart({ pageSize: 2 });
    graph.double.faults.add({ kind: "repeated-cursor" });
    expect(await listed()).toMatchObject({ ids: graph.numberIds.slice(0, 2), complete: false, calls: 2 });
  });

  it("F08 the same id twice is one number, seen last", async () => {
    const id = graph.numberIds[0]!;
    nextPage({ data: [{ id, quality_rating: "GREEN" }], paging: more(1) });
    nextPage({ data: [{ id, quality_rating: "RED" }] });
    const { items, complete } = await listed();
    expect(items).toMatchObject([{ id, qualityRating: "RED" }]);
    expect(complete).toBe(true);
  });

  it("F08 an empty page with a next one is not the end", async () => {
    nextPage({ data: [], paging: more(1) });
    nextPage({ data: [{ id: "330917284500611" }], paging: { cursors: { before: "b", after: "c2" } } });
    expect(await listed()).toMatchObject({ ids: ["330917284500611"], complete: true });
  });

  it("F08 a next page without a cursor cannot be followed: not whole", async () => {
    nextPage({ data: [{ id: "330917284500611" }], paging: more(null) });
    expect(await listed()).toMatchObject({ ids: ["330917284500611"], complete: false });
  });

  it("F08 a list that never ends is left after 1,000 pages", async () => {
    let page = 0;
    graph.double.faults.add({
      kind: "wrong-type-json",
      value: { toJSON: () => ({ data: [{ id: String(++page) }], paging: more(page) }) },
    });
    const { calls, complete, ids } = await listed();
    expect([calls, complete, ids.length]).toEqual([1000, false, 1000]);
  }, 30_000);

  // A number whose id cannot be read must not be taken for one that has gone.
  it.each([
    ["no id", { quality_rating: "RED" }],
    ["null for an id", { id: null }],
    ["an empty id", { id: "" }],
    ["a number too large to be exact", { id: 2 ** 60 }],
    ["no object", "surprise"],
    ["null", null],
  ])("F09 an entry with %s makes the list not whole, and spares the others", async (_name, entry) => {
    nextPage({ data: [entry, { id: "330917284500611", quality_rating: "RED" }] });
    const answer = await listed();
    expect(answer).toMatchObject({
      ids: ["330917284500611"],
      complete: false,
      trouble: { kind: "transient" },
    });
  });
});

describe("F10 fields that Meta no longer knows", () => {
  it("a field that vanishes is dropped, reported once, and the list is whole without it", async () => {
    graph.double.faults.add({ kind: "field-removed", field: "throughput" });
    const first = await listed();
    expect(first).toMatchObject({
      ids: graph.numberIds,
      complete: true,
      droppedFields: ["throughput"],
      calls: 2,
    });
    expect(first.items[0]).toMatchObject({ throughput: null, qualityRating: "GREEN" });
    expect(graph.waits).toEqual([]);
  });

  it("a remembered field is not asked for again", async () => {
    graph.double.faults.add({ kind: "field-removed", field: "throughput" });
    expect(await listed(["throughput"])).toMatchObject({ complete: true, droppedFields: [], calls: 1 });
    expect(graph.double.requests[0]!.query["fields"]).not.toContain("throughput");
  });

  it("several fields go one after the other", async () => {
    for (const field of ["health_status", "name_status", "quality_score"]) {
      graph.double.faults.add({ kind: "field-removed", field });
    }
    const { droppedFields, calls, ids } = await listed();
    expect([...droppedFields].sort()).toEqual(["health_status", "name_status", "quality_score"]);
    expect([calls, ids.length]).toEqual([4, 5]);
  });

  it("a field that vanishes between two pages costs no number", async () => {
    await restart({ pageSize: 2 });
    graph.double.faults.add({ kind: "field-removed", field: "throughput", id: graph.numberIds[3]! });
    expect(await listed()).toMatchObject({
      ids: graph.numberIds,
      complete: true,
      droppedFields: ["throughput"],
    });
  });

  it("below v24 the portfolio's limit is dropped and the old field still read", async () => {
    const credentials = { ...graph.credentials, apiVersion: "v23.0" };
    const answer = await graph.client.listPhoneNumbers(credentials, graph.wabaId, []);
    expect(answer).toMatchObject({
      ok: true,
      value: { droppedFields: ["whatsapp_business_manager_messaging_limit"], complete: true },
    });
    expect(answer.ok && answer.value.items[0]).toMatchObject({
      portfolioLimit: null,
      legacyLimit: "TIER_10K",
    });
  });

  it("does not ask for ever when Meta names a field that was not asked for", async () => {
    const message = "(#100) Tried accessing nonexisting field (unified_cert_status) on node type (X)";
    graph.double.faults.add({ kind: "graph-error", code: 100, message });
    expect(await list()).toMatchObject({
      ok: false,
      trouble: { kind: "field-unknown", field: "unified_cert_status" },
      calls: 1,
    });
  });
});

describe("WABAs of a portfolio", () => {
  const clients = () => `/${graph.portfolioId}/client_whatsapp_business_accounts`;
  const owned = () => `/${graph.portfolioId}/owned_whatsapp_business_accounts`;
  const wabas = () => graph.client.listWabas(graph.credentials, graph.portfolioId);
  const allIds = () => graph.double.world.portfolios[0]!.wabas.map((waba) => waba.id);

  it("are its own and its clients'", async () => {
    graph.double.world.changeWaba(graph.wabaId, { relation: "client" });
    const answer = await wabas();
    expect(answer).toMatchObject({ ok: true, value: { complete: true, trouble: null }, calls: 2 });
    expect(answer.ok && answer.value.items.map((item) => item.id).sort()).toEqual(allIds().sort());
  });

  // Only partners have clients. How Meta says no differs: graph-api.md 10.1.
  it.each([
    [10, undefined],
    [200, undefined],
    [3, undefined],
    [100, undefined],
    [100, 33],
  ])("are complete for a business that has no right to clients (code %i/%s)", async (code, subcode) => {
    graph.double.faults.add({
      kind: "graph-error",
      code,
      path: clients(),
      ...(subcode === undefined ? {} : { subcode }),
    });
    const answer = await wabas();
    expect(answer).toMatchObject({ ok: true, value: { complete: true, trouble: null } });
    expect(answer.ok && answer.value.items).toHaveLength(2);
  });

  it("are not complete when the clients could not be read this time", async () => {
    graph.double.faults.add({ kind: "html-502", path: clients() });
    const answer = await wabas();
    expect(answer).toMatchObject({ ok: true, value: { complete: false, trouble: { kind: "transient" } } });
    expect(answer.ok && answer.value.items).toHaveLength(2);
  });

  it("keep the reason why the own list is not whole, though clients are none of this business's", async () => {
    await restart({ pageSize: 1 });
    graph.double.faults.add({ kind: "page-fails", page: 2, path: owned() });
    graph.double.faults.add({ kind: "graph-error", code: 10, path: clients() });
    expect(await wabas()).toMatchObject({
      ok: true,
      value: { complete: false, trouble: { kind: "transient", code: 2 } },
    });
  });

  it("are each there once, also when a list names one twice", async () => {
    graph.double.faults.add({ kind: "duplicate-id", path: owned() });
    graph.double.faults.add({ kind: "graph-error", code: 10, path: clients() });
    const answer = await wabas();
    expect(answer.ok && answer.value.items.map((item) => item.id).sort()).toEqual(allIds().sort());
  });

  it("cannot be told when the own list fails", async () => {
    graph.double.faults.add({ kind: "graph-error", code: 10, path: owned() });
    expect(await wabas()).toMatchObject({ ok: false, trouble: { kind: "asset-lost", code: 10 }, calls: 1 });
  });
});

describe("single nodes", () => {
  it("reads a portfolio, a WABA, and subscribes our app to it", async () => {
    const { client, credentials, portfolioId, wabaId } = graph;
    expect(await client.readPortfolio(credentials, portfolioId)).toMatchObject({
      ok: true,
      value: { id: portfolioId, name: "Uniform Group 1", verificationStatus: "verified" },
      calls: 1,
    });
    expect(await client.readWaba(credentials, wabaId)).toMatchObject({
      ok: true,
      value: { id: wabaId, name: "Uniform Shop 1" },
    });
    expect(await client.subscribeApp(credentials, wabaId)).toMatchObject({
      ok: true,
      value: { subscribed: true },
    });
    expect(graph.double.requests.at(-1)).toMatchObject({
      method: "POST",
      path: `/${wabaId}/subscribed_apps`,
    });
  });

  it("F07 a node without an id is passing trouble", async () => {
    graph.double.faults.add({ kind: "wrong-type-json", value: { name: "X" } });
    const { client, credentials, portfolioId, wabaId } = graph;
    for (const answer of [
      await client.readPortfolio(credentials, portfolioId),
      await client.readWaba(credentials, wabaId),
    ]) {
      expect(answer).toMatchObject({ ok: false, trouble: { kind: "transient" } });
    }
  });
});

describe("debug_token", () => {
  const debug = () => graph.client.debugToken(graph.credentials);

  it("an expiry of 0 means never", async () => {
    expect(await debug()).toMatchObject({
      ok: true,
      value: {
        valid: true,
        expiresAt: null,
        appId: graph.double.appId,
        scopes: expect.arrayContaining(["business_management"]) as unknown,
      },
    });
  });

  it("tells when it ends, and which permission is missing", async () => {
    graph.double.faults.add({ kind: "token-expires", at: Date.UTC(2026, 11, 1) });
    graph.double.faults.add({ kind: "scope-missing", scope: "whatsapp_business_management" });
    const answer = await debug();
    expect(answer).toMatchObject({
      ok: true,
      value: { valid: true, expiresAt: new Date("2026-12-01T00:00:00Z") },
    });
    expect(answer.ok && answer.value.scopes).not.toContain("whatsapp_business_management");
  });

  it("a dead token is an answer, not trouble", async () => {
    graph.double.faults.add({ kind: "token-invalid", subcode: 460 });
    expect(await debug()).toMatchObject({ ok: true, value: { valid: false } });
  });

  it("asks with the token itself when there is no app secret", async () => {
    const credentials = { ...graph.credentials, appSecret: null };
    expect(await graph.client.debugToken(credentials)).toMatchObject({ ok: true, value: { valid: true } });
  });
});
