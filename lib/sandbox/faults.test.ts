import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "./faults.ts";
import { startGraphDouble, type GraphDouble } from "./graph-double.ts";
import { createUniformWorld } from "./world.ts";

const start = Date.UTC(2026, 9, 6, 9);
let double: GraphDouble;

beforeEach(async () => {
  const now = () => start;
  double = await startGraphDouble({
    now,
    world: createUniformWorld({ wabas: 2, numbersPerWaba: 5, now, seed: 1 }),
  });
});
afterEach(() => double.close());

const waba = () => double.world.portfolios[0]!.wabas[0]!;
const number = () => waba().phoneNumbers[0]!;
const list = (query = "fields=id,quality_rating,quality_score&limit=2") =>
  `/v25.0/${waba().id}/phone_numbers?${query}`;

function call(path: string, signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: `Bearer ${double.accessToken}` };
  return fetch(`${double.url}${path}`, { headers, ...(signal === undefined ? {} : { signal }) });
}

interface Page {
  data: { id: unknown; quality_rating: string; quality_score: unknown }[];
  paging?: { cursors: { after: string }; next?: string };
  error: { code: number; error_subcode?: number; message: string; is_transient?: boolean };
}

async function read(path: string): Promise<Page> {
  return (await (await call(path)).json()) as Page;
}

describe("faults of the connection", () => {
  it("resets before and in the middle of an answer", async () => {
    double.faults.add({ kind: "reset", times: 1 });
    await expect(call(list())).rejects.toThrow();
    double.faults.add({ kind: "reset", stage: "mid-body", times: 1 });
    const response = await call(list());
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect((await call(list())).status).toBe(200);
  });

  it("hangs before the headers until the caller gives up", async () => {
    double.faults.add({ kind: "hang", stage: "before-headers" });
    const giveUp = new AbortController();
    const pending = call(list(), giveUp.signal);
    // Another call proves that the first one had every chance to be answered.
    while (double.requests.length === 0) await call("/__sandbox/state");
    giveUp.abort();
    await expect(pending).rejects.toThrow("aborted");
    expect(double.requests[0]?.status).toBe(0);
  });

  it("hangs in the middle of a body, and ends with the double", async () => {
    double.faults.add({ kind: "hang", stage: "mid-body" });
    const response = await call(list());
    const body = response.text();
    await double.close();
    await expect(body).rejects.toThrow();
  });

  it("cuts a waiting answer off when the double closes", async () => {
    double.faults.add({ kind: "latency", milliseconds: 3_600_000 });
    const pending = call(list());
    while (double.requests.length === 0) await call("/__sandbox/state");
    await Promise.all([expect(pending).rejects.toThrow(), double.close()]);
  });

  it.each<[Fault, number, RegExp]>([
    [{ kind: "html-502" }, 502, /^<!DOCTYPE html>/],
    [{ kind: "http-status", status: 503, body: "busy" }, 503, /^busy$/],
    [{ kind: "empty-body" }, 200, /^$/],
    [{ kind: "cut-json" }, 200, /^\{"data":.*[^}]$/],
    [{ kind: "wrong-type-json" }, 200, /^"surprise"$/],
    [{ kind: "wrong-type-json", value: { data: "no list" } }, 200, /^\{"data":"no list"\}$/],
  ])("%j", async (fault, status, body) => {
    double.faults.add({ ...fault, times: 1 });
    const response = await call(list());
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(body);
    expect((await read(list())).data).toHaveLength(2);
  });

  it("skews the Date header, which otherwise shows the double's clock", async () => {
    expect((await call(list())).headers.get("date")).toBe(new Date(start).toUTCString());
    double.faults.add({ kind: "date-skew", seconds: -600 });
    expect((await call(list())).headers.get("date")).toBe(new Date(start - 600_000).toUTCString());
  });

  it("says any version and any usage", async () => {
    double.faults.add({ kind: "served-version", version: "v22.0" });
    double.faults.add({ kind: "usage-header", usage: 97, times: 1 });
    const answer = await call(list());
    expect(answer.headers.get("facebook-api-version")).toBe("v22.0");
    expect(answer.headers.get("x-business-use-case-usage")).toContain('"call_count":97');
    double.faults.add({ kind: "usage-header", usage: "unparsable", times: 1 });
    expect((await call(list())).headers.get("x-business-use-case-usage")).toBe("not json");
    double.faults.add({ kind: "usage-header", usage: "missing", times: 1 });
    expect((await call(list())).headers.get("x-app-usage")).toBeNull();
  });
});

describe("errors on command", () => {
  it("answers any Graph error with the minutes in the usage header", async () => {
    const fault = {
      kind: "graph-error",
      code: 80_007,
      subcode: 5,
      httpStatus: 429,
      isTransient: true,
    } as const;
    double.faults.add({ ...fault, message: "(#80007) Slow down", minutesToRegainAccess: 17 });
    const response = await call(list());
    expect(response.status).toBe(429);
    expect(response.headers.get("x-business-use-case-usage")).toContain(
      '"estimated_time_to_regain_access":17',
    );
    expect(((await response.json()) as Page).error).toMatchObject({
      code: 80_007,
      error_subcode: 5,
      is_transient: true,
      message: "(#80007) Slow down",
    });
  });

  it("keeps to its path and count", async () => {
    double.faults.add({ kind: "graph-error", code: 2, path: "*/phone_numbers", times: 2 });
    expect((await call(`/v25.0/${number().id}`)).status).toBe(200);
    expect((await read(list())).error.code).toBe(2);
    expect((await read(list())).error.code).toBe(2);
    expect((await call(list())).status).toBe(200);
    expect(double.faults.list()).toEqual([]);
  });

  it("can be taken back one by one or all at once", async () => {
    const remove = double.faults.add({ kind: "graph-error", code: 1 });
    double.faults.add({ kind: "graph-error", code: 2 });
    remove();
    expect((await read(list())).error.code).toBe(2);
    double.faults.clear();
    expect((await call(list())).status).toBe(200);
  });

  it("takes one account away from the token, in either of Meta's ways", async () => {
    const wabaId = waba().id;
    double.faults.add({ kind: "waba-permission-removed", wabaId, answer: "not-visible", times: 1 });
    expect((await read(list())).error).toMatchObject({ code: 100, error_subcode: 33 });
    double.faults.add({ kind: "waba-permission-removed", wabaId, answer: "forbidden" });
    expect((await read(list())).error.code).toBe(200);
    expect((await read(`/v25.0/${number().id}`)).error.code).toBe(200);
    const other = double.world.portfolios[0]!.wabas[1]!.id;
    expect((await read(`/v25.0/${other}/phone_numbers`)).data).toHaveLength(5);
    const owned = await read(`/v25.0/${waba().portfolioId}/owned_whatsapp_business_accounts`);
    expect(owned.data.map((each) => each.id)).toEqual([other]);
  });

  it("kills the token with a subcode, and debug_token knows", async () => {
    double.faults.add({ kind: "token-invalid", subcode: 460 });
    expect((await read(list())).error).toMatchObject({ code: 190, error_subcode: 460 });
    const appToken = encodeURIComponent(`${double.appId}|${double.appSecret}`);
    const path = `/debug_token?input_token=${double.accessToken}&access_token=${appToken}`;
    const answer = (await (await fetch(`${double.url}${path}`)).json()) as { data: unknown };
    expect(answer.data).toMatchObject({ is_valid: false, error: { code: 190, subcode: 460 } });
  });

  it("lets a token expire mid-run and lose a scope", async () => {
    double.faults.add({ kind: "token-expires", at: start + 1000 });
    double.faults.add({ kind: "scope-missing", scope: "whatsapp_business_messaging" });
    const answer = (await (await call(`/debug_token?input_token=${double.accessToken}`)).json()) as {
      data: unknown;
    };
    expect(answer.data).toMatchObject({
      is_valid: true,
      expires_at: start / 1000 + 1,
      scopes: ["whatsapp_business_management", "business_management"],
    });
    double.faults.clear();
    double.faults.add({ kind: "token-expires", at: start });
    expect((await read(list())).error).toMatchObject({ code: 190, error_subcode: 463 });
  });
});

describe("odd contents", () => {
  it("leaves out paging, or goes round in circles", async () => {
    double.faults.add({ kind: "missing-paging", times: 1 });
    expect((await read(list())).paging).toBeUndefined();
    double.faults.add({ kind: "repeated-cursor" });
    const first = await read(list());
    const second = await read(list(`limit=2&fields=id&after=${first.paging!.cursors.after}`));
    expect(second.data[0]!.id).toBe(first.data[0]!.id);
    expect(second.paging!.cursors.after).toBe(first.paging!.cursors.after);
    expect(second.paging!.next).toBeDefined();
  });

  it("names one id twice, fails one page, and loses one number", async () => {
    double.faults.add({ kind: "duplicate-id", times: 1 });
    const { data } = await read(list());
    expect(data.map((each) => each.id)).toEqual([data[0]!.id, data[1]!.id, data[0]!.id]);
    double.faults.add({ kind: "page-fails", page: 2 });
    const first = await read(list());
    expect((await read(list(`limit=2&after=${first.paging!.cursors.after}`))).error.code).toBe(2);
    double.faults.add({ kind: "number-missing", phoneNumberId: number().id });
    const present = (await read(list("limit=100"))).data.map((each) => each.id);
    expect(present).toHaveLength(4);
    expect(present).not.toContain(number().id);
    expect((await read(`/v25.0/${number().id}`)).error).toMatchObject({ code: 100, error_subcode: 33 });
  });

  it("gives strange values for one number or for all", async () => {
    const [a, b] = waba().phoneNumbers;
    double.faults.add({ kind: "empty-quality-score", phoneNumberId: a!.id });
    double.faults.add({ kind: "rating-na", phoneNumberId: b!.id });
    expect((await read(list())).data).toMatchObject([
      { quality_rating: "GREEN", quality_score: {} },
      { quality_rating: "NA", quality_score: { score: "NA" } },
    ]);
    double.faults.clear();
    double.faults.add({ kind: "field-value", field: "quality_rating", value: "PURPLE", id: a!.id });
    expect((await read(list())).data.map((each) => each.quality_rating)).toEqual(["PURPLE", "GREEN"]);
  });

  it("sends ids as numbers, digit for digit", async () => {
    double.faults.add({ kind: "id-as-number" });
    expect(await (await call(`/v25.0/${number().id}?fields=id`)).text()).toBe(`{"id":${number().id}}`);
  });

  it("takes a field away: an error by name when asked for, absent from the default set", async () => {
    double.faults.add({ kind: "field-removed", field: "quality_rating" });
    expect((await read(list())).error.message).toContain("(quality_rating)");
    expect(await (await call(`/v25.0/${number().id}`)).json()).not.toHaveProperty("quality_rating");
  });

  it("switches the two limit fields", async () => {
    double.faults.add({ kind: "legacy-limit-field", answers: false });
    expect((await read(list("fields=messaging_limit_tier"))).error.message).toContain(
      "(messaging_limit_tier)",
    );
    const below = `/v23.0/${number().id}?fields=whatsapp_business_manager_messaging_limit`;
    expect((await read(below)).error.code).toBe(100);
    double.faults.add({ kind: "new-limit-field-below-v24", behaviour: "absent" });
    expect(await (await call(below)).json()).toEqual({ id: number().id });
  });

  it("shows a field that nobody knew, when asked for it or for nothing", async () => {
    double.faults.add({
      kind: "field-added",
      field: "trust",
      value: "HIGH",
      node: "WhatsAppBusinessPhoneNumber",
    });
    expect(await (await call(`/v25.0/${number().id}?fields=trust`)).json()).toEqual({
      trust: "HIGH",
      id: number().id,
    });
    expect(await (await call(`/v25.0/${number().id}`)).json()).toHaveProperty("trust", "HIGH");
    expect(await (await call(`/v25.0/${waba().id}`)).json()).not.toHaveProperty("trust");
  });

  it("uses up the accounts' calls until an instant, but not those that touch none", async () => {
    double.faults.add({ kind: "calls-used-up", until: start + 90_000 });
    const response = await call(list());
    expect(response.headers.get("x-business-use-case-usage")).toContain(
      '"estimated_time_to_regain_access":2',
    );
    expect(((await response.json()) as Page).error.code).toBe(80_008);
    expect((await call(`/v25.0/${waba().portfolioId}`)).status).toBe(200);
  });

  it("shows another end of the token than its true one", async () => {
    double.faults.add({ kind: "token-expires", at: start + 60_000, shownAt: start + 86_400_000 });
    const answer = (await (await call(`/debug_token?input_token=${double.accessToken}`)).json()) as {
      data: { expires_at: number };
    };
    expect(answer.data.expires_at).toBe(start / 1000 + 86_400);
    expect((await call(list())).status).toBe(200);
  });

  it("answers null for a batch item", async () => {
    double.faults.add({ kind: "null-batch-item", index: 1 });
    const item = { relative_url: `v25.0/${number().id}?fields=id` };
    const body = new URLSearchParams({
      batch: JSON.stringify([item, item]),
      access_token: double.accessToken,
    });
    const response = await fetch(`${double.url}/`, { method: "POST", body });
    expect(await response.json()).toMatchObject([{ code: 200 }, null]);
  });
});
