import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { startGraphDouble, type GraphDouble, type GraphDoubleOptions } from "./graph-double.ts";
import { createUniformWorld, createWorld } from "./world.ts";

const start = Date.UTC(2026, 9, 6, 9);
let clock = start;
const running: GraphDouble[] = [];

afterEach(async () => {
  clock = start;
  await Promise.all(running.splice(0).map((double) => double.close()));
});

async function startDouble(
  options: Partial<GraphDoubleOptions> = {},
  size = { wabas: 2, numbersPerWaba: 30 },
) {
  const now = () => clock;
  const world = options.world ?? createUniformWorld({ ...size, now, seed: 1 });
  const double = await startGraphDouble({ now, ...options, world });
  running.push(double);
  const wabas = world.portfolios[0]!.wabas;
  const get = async (path: string, token: string | null = double.accessToken) => {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`${double.url}${path}`, { headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Answer };
  };
  return {
    double,
    world,
    portfolio: world.portfolios[0]!,
    waba: wabas[0]!,
    number: wabas[0]!.phoneNumbers[0]!,
    get,
  };
}

/** Loose on purpose: tests look where they expect something. */
type Answer = Record<string, unknown> & {
  data: Record<string, unknown>[];
  paging: { cursors: { before: string; after: string }; next?: string; previous?: string };
  error: { code: number; error_subcode?: number; message: string; fbtrace_id: string };
};

describe("fields", () => {
  it("returns what was asked for plus the id, and leaves out keys without a value", async () => {
    const { number, get } = await startDouble();
    const { body, headers } = await get(`/v25.0/${number.id}?fields=quality_rating,username,throughput`);
    expect(body).toEqual({ quality_rating: "GREEN", throughput: { level: "STANDARD" }, id: number.id });
    expect(headers.get("facebook-api-version")).toBe("v25.0");
  });

  it("answers Meta's default set without fields", async () => {
    const { number, get } = await startDouble();
    expect(Object.keys((await get(`/v25.0/${number.id}`)).body).sort()).toEqual(
      [
        "code_verification_status",
        "display_phone_number",
        "id",
        "last_onboarded_time",
        "platform_type",
        "quality_rating",
        "throughput",
        "verified_name",
      ].sort(),
    );
  });

  it("fails the whole call on one unknown field and names it", async () => {
    const { waba, get } = await startDouble();
    const { status, body } = await get(`/v25.0/${waba.id}/phone_numbers?fields=id,unified_cert_status`);
    expect(status).toBe(400);
    expect(body.error.code).toBe(100);
    expect(body.error.message).toContain("(unified_cert_status)");
    expect(body.error.fbtrace_id).toMatch(/^\w{20,}$/);
  });

  it("expands edges inside fields", async () => {
    const { waba, get } = await startDouble();
    const { body } = await get(`/v25.0/${waba.id}?fields=name,phone_numbers.limit(2){id,quality_score}`);
    const page = body["phone_numbers"] as Answer;
    expect(page.data).toHaveLength(2);
    expect(Object.keys(page.data[0]!).sort()).toEqual(["id", "quality_score"]);
    expect(page.paging.next).toContain(`/v25.0/${waba.id}/phone_numbers?`);
  });

  it("gives the portfolio's limit from v24 on and fails below", async () => {
    const { portfolio, number, get } = await startDouble();
    const field = "whatsapp_business_manager_messaging_limit";
    expect((await get(`/v24.0/${number.id}?fields=${field}`)).body[field]).toBe(portfolio.limit);
    expect((await get(`/v23.0/${number.id}?fields=${field}`)).body.error.code).toBe(100);
    expect((await get(`/v23.0/${number.id}?fields=messaging_limit_tier`)).body["messaging_limit_tier"]).toBe(
      "TIER_10K",
    );
  });

  it("dates the score with the real instant of the rating", async () => {
    const { world, number, get } = await startDouble();
    clock += 90_000;
    world.setRating(number.id, "RED");
    const { body } = await get(`/v25.0/${number.id}?fields=quality_rating,quality_score`);
    expect(body["quality_rating"]).toBe("RED");
    expect(body["quality_score"]).toEqual({ score: "RED", date: (start + 90_000) / 1000, reasons: [] });
  });

  it("reports health of number, account, portfolio and app", async () => {
    const { world, waba, number, get } = await startDouble();
    world.changeWaba(waba.id, { restrictedUntil: start + 1 });
    const health = (await get(`/v25.0/${number.id}?fields=health_status`)).body["health_status"];
    expect(health).toMatchObject({
      can_send_message: "BLOCKED",
      entities: [
        { entity_type: "PHONE_NUMBER", can_send_message: "AVAILABLE" },
        { entity_type: "WABA", can_send_message: "BLOCKED" },
        { entity_type: "BUSINESS" },
        { entity_type: "APP" },
      ],
    });
  });
});

describe("edges", () => {
  it("pages by cursor, 25 at a time by default, newest onboarding first", async () => {
    const { waba, get } = await startDouble();
    const first = (await get(`/v25.0/${waba.id}/phone_numbers?fields=id`)).body;
    expect(first.data).toHaveLength(25);
    const second = (
      await get(`/v25.0/${waba.id}/phone_numbers?fields=id&after=${first.paging.cursors.after}`)
    ).body;
    expect(second.data).toHaveLength(5);
    expect(second.paging.next).toBeUndefined();
    const ids = [...first.data, ...second.data].map((each) => each["id"]);
    expect(ids).toEqual(waba.phoneNumbers.map((each) => each.id));
    const back = (
      await get(`/v25.0/${waba.id}/phone_numbers?fields=id&before=${second.paging.cursors.before}`)
    ).body;
    expect(back.data).toEqual(first.data);
  });

  it("never gives more than the double's page size, and answers an empty edge without paging", async () => {
    const { waba, world, get } = await startDouble({ pageSize: 2 });
    expect((await get(`/v25.0/${waba.id}/phone_numbers?limit=100`)).body.data).toHaveLength(2);
    for (const number of [...waba.phoneNumbers]) world.removePhoneNumber(number.id);
    expect((await get(`/v25.0/${waba.id}/phone_numbers`)).body).toEqual({ data: [] });
  });

  it("sorts and filters as the live API does", async () => {
    const { waba, world, number, get } = await startDouble();
    const oldest = waba.phoneNumbers.at(-1)!.id;
    const sort = encodeURIComponent('["last_onboarded_time_ascending"]');
    expect((await get(`/v25.0/${waba.id}/phone_numbers?fields=id&sort=${sort}`)).body.data[0]).toEqual({
      id: oldest,
    });
    expect((await get(`/v25.0/${waba.id}/phone_numbers?sort=creation_time.asc`)).body.error.code).toBe(100);
    world.changePhoneNumber(number.id, { accountMode: "SANDBOX" });
    const filter = encodeURIComponent('[{"field":"account_mode","operator":"EQUAL","value":"SANDBOX"}]');
    const found = (await get(`/v25.0/${waba.id}/phone_numbers?fields=id&filtering=${filter}`)).body.data;
    expect(found).toEqual([{ id: number.id }]);
  });

  it("lists owned and client accounts apart", async () => {
    const { portfolio, world, waba, get } = await startDouble();
    world.changeWaba(waba.id, { relation: "client" });
    const owned = (await get(`/v25.0/${portfolio.id}/owned_whatsapp_business_accounts`)).body.data;
    const client = (await get(`/v25.0/${portfolio.id}/client_whatsapp_business_accounts`)).body.data;
    expect(owned.map((each) => each["id"])).toEqual([portfolio.wabas[1]!.id]);
    expect(client.map((each) => each["id"])).toEqual([waba.id]);
    expect(
      (await get(`/v25.0/${portfolio.id}?fields=name,verification_status`)).body["verification_status"],
    ).toBe("verified");
  });

  it("lists templates with filters and summary", async () => {
    const { waba, world, get } = await startDouble();
    world.changeTemplate(waba.templates[0]!.id, { status: "PAUSED", score: "RED" });
    const path = `/v25.0/${waba.id}/message_templates?fields=name,status,quality_score&status=PAUSED&summary=total_count`;
    const { body } = await get(path);
    expect(body.data).toMatchObject([
      { name: "notice_1", status: "PAUSED", quality_score: { score: "RED" } },
    ]);
    expect(body["summary"]).toEqual({ total_count: 1 });
  });

  it("remembers which accounts the app listens to", async () => {
    const { double, waba, get } = await startDouble();
    const path = `/v25.0/${waba.id}/subscribed_apps`;
    const send = async (method: string) =>
      (await fetch(`${double.url}${path}?access_token=${double.accessToken}`, { method })).json() as unknown;
    expect((await get(path)).body.data).toEqual([]);
    expect(await send("POST")).toEqual({ success: true });
    expect((await get(path)).body.data).toMatchObject([{ whatsapp_business_api_data: { id: double.appId } }]);
    expect(await send("DELETE")).toEqual({ success: true });
    expect((await get(path)).body.data).toEqual([]);
  });
});

describe("access", () => {
  it("refuses a missing and a wrong token", async () => {
    const { number, get } = await startDouble();
    const missing = await get(`/v25.0/${number.id}`, null);
    expect(missing.body.error.code).toBe(104);
    const wrong = await get(`/v25.0/${number.id}`, "nonsense");
    expect(wrong.status).toBe(401);
    expect(wrong.body.error.code).toBe(190);
  });

  it("does not tell a foreign account from one that does not exist", async () => {
    const { get } = await startDouble();
    expect((await get("/v25.0/999/phone_numbers")).body.error).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
  });

  it("checks the proof whenever it comes, and demands it when set so", async () => {
    const { double, number, get } = await startDouble({ requireAppSecretProof: true });
    const proof = createHmac("sha256", double.appSecret).update(double.accessToken).digest("hex");
    expect((await get(`/v25.0/${number.id}`)).body.error.message).toContain("require an appsecret_proof");
    expect((await get(`/v25.0/${number.id}?appsecret_proof=00`)).body.error.message).toContain(
      "Invalid appsecret_proof",
    );
    expect((await get(`/v25.0/${number.id}?fields=id&appsecret_proof=${proof}`)).body).toEqual({
      id: number.id,
    });
  });

  it("describes the token, and a dead one without an HTTP error", async () => {
    const { double, portfolio, get } = await startDouble();
    const appToken = `${double.appId}|${double.appSecret}`;
    const good = (await get(`/debug_token?input_token=${double.accessToken}`, appToken)).body["data"];
    expect(good).toMatchObject({ app_id: double.appId, type: "SYSTEM_USER", expires_at: 0, is_valid: true });
    expect(JSON.stringify(good)).toContain(portfolio.wabas[1]!.id);
    const dead = await get("/v25.0/debug_token?input_token=other", appToken);
    expect(dead.status).toBe(200);
    expect(dead.body["data"]).toMatchObject({ is_valid: false, error: { code: 190 } });
    expect((await get("/v25.0/me")).body["id"]).toMatch(/^\d+$/);
  });

  it("serves a version that ended with the oldest living one, and no version that never was", async () => {
    const { number, get } = await startDouble();
    expect((await get(`/v19.0/${number.id}?fields=id`)).headers.get("facebook-api-version")).toBe("v21.0");
    expect((await get(`/v99.0/${number.id}?fields=id`)).body.error.code).toBe(2500);
    expect((await get(`/${number.id}?fields=id`)).headers.get("facebook-api-version")).toBe("v25.0");
  });

  it("records requests without secrets", async () => {
    const { double, number } = await startDouble();
    await fetch(`${double.url}/v25.0/${number.id}?fields=id&access_token=${double.accessToken}`);
    expect(double.requests).toEqual([
      { method: "GET", path: `/${number.id}`, query: { fields: "id" }, at: start, status: 200 },
    ]);
  });
});

describe("what stays hidden", () => {
  it("never shows opt-in sources or their tendency", async () => {
    const world = createWorld({ seed: 1, now: () => clock, speed: 8640, story: "demo" });
    const { portfolio, get } = await startDouble({ world });
    clock += 90_000;
    const texts: string[] = [];
    for (const { id, phoneNumbers, templates } of portfolio.wabas) {
      const nodes = [...phoneNumbers, ...templates].map((node) => `/v25.0/${node.id}`);
      for (const path of [
        `/v25.0/${id}`,
        `/v25.0/${id}/phone_numbers`,
        `/v25.0/${id}/message_templates`,
        ...nodes,
      ]) {
        texts.push((await get(path)).text);
      }
    }
    const all = texts.join("\n");
    for (const source of world.sources) expect(all).not.toContain(source.key);
    expect(all).not.toMatch(/tendency|modelColour|feedback/i);
  });
});

describe("many at once", () => {
  it("gets several nodes by id, and none when one is bad", async () => {
    const { waba, get } = await startDouble();
    const [a, b] = waba.phoneNumbers;
    const { body } = await get(`/v25.0/?ids=${a!.id},${b!.id}&fields=quality_rating`);
    expect(body).toEqual({
      [a!.id]: { quality_rating: "GREEN", id: a!.id },
      [b!.id]: { quality_rating: "GREEN", id: b!.id },
    });
    expect((await get(`/?ids=${a!.id},999&fields=id`)).body.error.code).toBe(803);
  });

  async function batch(double: GraphDouble, items: unknown[]) {
    const body = new URLSearchParams({ batch: JSON.stringify(items), access_token: double.accessToken });
    const response = await fetch(`${double.url}/`, { method: "POST", body });
    return (await response.json()) as { code: number; body: string }[] & Answer;
  }

  it("answers a batch in order, bodies as JSON text", async () => {
    const { double, number } = await startDouble();
    const answers = await batch(double, [
      { method: "GET", relative_url: `v25.0/${number.id}?fields=quality_rating` },
      { method: "GET", relative_url: "v25.0/999?fields=id" },
    ]);
    expect(answers.map((answer) => answer.code)).toEqual([200, 400]);
    expect(JSON.parse(answers[0]!.body)).toEqual({ quality_rating: "GREEN", id: number.id });
  });

  it("takes a batch as multipart too, and no more than 50 items", async () => {
    const { double, number } = await startDouble();
    const form = new FormData();
    form.set("batch", JSON.stringify([{ method: "GET", relative_url: `v25.0/${number.id}?fields=id` }]));
    form.set("access_token", double.accessToken);
    const response = await fetch(`${double.url}/`, { method: "POST", body: form });
    expect(await response.json()).toMatchObject([{ code: 200 }]);
    const tooMany = await batch(
      double,
      Array.from({ length: 51 }, () => ({ relative_url: "me" })),
    );
    expect(tooMany.error).toMatchObject({ type: "GraphBatchException" });
    expect(tooMany.error.message).toContain("50");
  });
});

describe("call budget", () => {
  it("rises in both headers, then refuses with 80008 and the minutes to wait, then forgets", async () => {
    const { portfolio, waba, number, get } = await startDouble({ callsPerHour: 4 });
    const usage = (headers: Headers) =>
      (JSON.parse(headers.get("x-business-use-case-usage")!) as Record<string, Record<string, unknown>[]>)[
        portfolio.id
      ]![0]!;
    const first = await get(`/v25.0/${waba.id}?fields=id`);
    expect(usage(first.headers)).toMatchObject({ type: "whatsapp_business_management", call_count: 25 });
    expect(JSON.parse(first.headers.get("x-app-usage")!)).toMatchObject({ call_count: 12 });
    for (let call = 0; call < 3; call += 1) await get(`/v25.0/${number.id}?fields=id`);
    const limited = await get(`/v25.0/${waba.id}?fields=id`);
    expect(limited.body.error.code).toBe(80_008);
    expect(usage(limited.headers)).toMatchObject({ call_count: 125, estimated_time_to_regain_access: 61 });
    expect((await get(`/v25.0/${portfolio.wabas[1]!.id}?fields=id`)).status).toBe(200);
    clock += 61 * 60_000;
    expect((await get(`/v25.0/${waba.id}?fields=id`)).status).toBe(200);
  });
});

describe("analytics", () => {
  const day = 86_400;
  const today = start / 1000 - ((start / 1000) % day);

  it("answers the three field styles, for numbers named by their digits", async () => {
    const { waba, number, get } = await startDouble();
    const digits = number.displayPhoneNumber.replace(/\D/g, "");
    const span = `start(${today - 2 * day}).end(${today}).phone_numbers(["${digits}"])`;
    const fields = [
      `analytics.${span}.granularity(DAY)`,
      `conversation_analytics.${span}.granularity(DAILY)`,
      `pricing_analytics.${span}.granularity(DAILY).dimensions(["COUNTRY"])`,
    ].join(",");
    const { body } = await get(`/v25.0/${waba.id}?fields=${encodeURIComponent(fields)}`);
    expect(body["analytics"]).toMatchObject({
      granularity: "DAY",
      data_points: [{ start: today - 2 * day }, {}],
    });
    expect(body["conversation_analytics"]).toMatchObject({
      data: [{ data_points: [{ conversation_type: "REGULAR", phone_number: digits }, {}] }],
    });
    expect(body["pricing_analytics"]).toMatchObject({
      data: [{ data_points: [{ pricing_category: "MARKETING" }, {}] }],
    });
  });

  it("gives template figures day by day, except in the European Union", async () => {
    const { waba, world, get } = await startDouble();
    const ids = waba.templates.map((template) => template.id).join(",");
    const path = `/v25.0/${waba.id}/template_analytics?template_ids=[${ids}]&granularity=DAILY&start=${today - day}&end=${today}`;
    expect((await get(path)).body.error.code).toBe(200_005);
    world.changeWaba(waba.id, { country: "BR" });
    const { body } = await get(`${path}&metric_types=sent,read`);
    const points = body.data[0]!["data_points"] as Record<string, unknown>[];
    expect(points).toHaveLength(3);
    expect(Object.keys(points[0]!).sort()).toEqual(["end", "read", "sent", "start", "template_id"]);
  });

  it("compares two templates by order, sends and top reason, and never by a rate", async () => {
    const world = createWorld({ seed: 1, now: () => clock, speed: 8640, story: "demo" });
    const { get } = await startDouble({ world });
    clock += 90_000;
    const end = Math.floor(clock / 1000);
    const path = (window: number) =>
      `/v25.0/721045998320117/compare?template_ids=[721045998320250]&start=${end - window}&end=${end}`;
    const { body, text } = await get(path(7 * day));
    expect(body.data).toMatchObject([
      { metric: "BLOCK_RATE", order_by_relative_metric: ["721045998320250", "721045998320117"] },
      { metric: "MESSAGE_SENDS" },
      { metric: "TOP_BLOCK_REASON", string_values: [{ value: "NO_SIGN_UP" }, {}] },
    ]);
    expect(text).not.toContain("0.0");
    expect((await get(path(8 * day))).body.error.code).toBe(100);
  });
});
