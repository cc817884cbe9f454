import { afterEach, describe, expect, it } from "vitest";
import { demoCast } from "./demo-shop.ts";
import { startSandbox, type Sandbox } from "./start-sandbox.ts";

const start = Date.UTC(2026, 9, 6, 9);
const second = 1_000;
const { waba, template, number } = demoCast;
let clock = start;
let sandbox: Sandbox;
const posts: string[] = [];
const told: { url: string; rows: { source: string }[] }[] = [];

afterEach(() => sandbox.close());

async function open(scenario?: string): Promise<void> {
  clock = start;
  posts.length = 0;
  told.length = 0;
  sandbox = await startSandbox({
    seed: 1,
    now: () => clock,
    tickMs: 0,
    ...(scenario === undefined ? {} : { scenario }),
    callbackUrl: "http://receiver.invalid/",
    fetch: (url, request) => {
      if ((url as string).includes("/api/v1/")) {
        told.push({ url: url as string, rows: JSON.parse(request?.body as string) as { source: string }[] });
        return Promise.resolve(new Response());
      }
      posts.push(new TextDecoder().decode(request?.body as Uint8Array));
      return Promise.resolve(new Response());
    },
  });
}

async function live(seconds: number): Promise<void> {
  for (let step = 0; step < seconds; step += 1) {
    clock += second;
    sandbox.double.world.advanceTo(clock);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function get(path: string): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${sandbox.double.accessToken}` };
  return (await (await fetch(`${sandbox.double.url}/v25.0${path}`, { headers })).json()) as Record<
    string,
    unknown
  >;
}

async function control(method: string, body?: object) {
  const response = await fetch(`${sandbox.double.url}/__sandbox/scenario`, {
    method,
    headers: { "x-sandbox-control": sandbox.double.accessToken },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const numberIds = async (wabaId: string) =>
  ((await get(`/${wabaId}/phone_numbers?fields=id`))["data"] as { id: string }[])
    .map((each) => each.id)
    .sort();

describe("another scenario", () => {
  it("begins without a restart: same address, token, ids and subscriptions, everything green", async () => {
    await open("account-restriction");
    await live(60);
    const { url, accessToken } = sandbox.double;
    const before = await Promise.all(Object.values(waba).map(numberIds));
    sandbox.start("poisoned-form");
    expect(sandbox.current()).toMatchObject({ scenario: { id: "poisoned-form" }, startedAt: clock });
    expect(sandbox.double).toMatchObject({ url, accessToken });
    expect(await Promise.all(Object.values(waba).map(numberIds))).toEqual(before);
    expect(await get(`/${waba.home}?fields=health_status`)).toMatchObject({
      health_status: { can_send_message: "AVAILABLE" },
    });
    const heard = posts.length;
    await live(10);
    expect(posts.length).toBeGreaterThan(heard);
  });

  it("keeps a number that joined during the old one", async () => {
    await open();
    await live(200);
    expect(await numberIds(waba.outdoor)).toContain(number.garden);
    sandbox.start("throttling");
    expect(await numberIds(waba.outdoor)).toContain(number.garden);
  });

  it("takes the old one's faults, weather and lost subscriptions with it", async () => {
    await open("lost-webhooks");
    await live(140);
    expect(sandbox.double.isSubscribed(waba.home)).toBe(false);
    sandbox.start("renamed-field");
    await live(10);
    sandbox.start("demo-story");
    expect(sandbox.double.faults.list()).toEqual([]);
    expect(sandbox.double.isSubscribed(waba.home)).toBe(true);
  });

  it("is refused when nobody knows it, and the present one goes on", async () => {
    await open();
    expect(() => sandbox.start("sunshine")).toThrow("no scenario sunshine");
    expect(sandbox.current().scenario.id).toBe("demo-story");
  });

  it("can be read and begun at the control address", async () => {
    await open();
    expect((await control("GET")).body).toMatchObject({ scenario: "demo-story", startedAt: start });
    clock += second;
    expect(await control("POST", { scenario: "throttling" })).toMatchObject({
      status: 200,
      body: { scenario: "throttling", startedAt: start + second },
    });
    expect((await control("POST", { scenario: "sunshine" })).status).toBe(400);
    expect((await control("POST", {})).status).toBe(400);
  });

  it("tells the same story for the same seed and start", async () => {
    const life = async () => {
      await open("bought-list");
      await live(40);
      const { portfolios } = sandbox.double.world;
      const result = structuredClone({ portfolios, posts: posts.length, text: posts.join("\n") });
      await sandbox.close();
      return result;
    };
    const first = await life();
    expect(await life()).toEqual(first);
    await open();
  });
});

describe("analytics", () => {
  const day = 86_400;
  const today = Math.floor(start / 1000 / day) * day;

  interface Statuses {
    readonly statuses?: { id: string; status: string }[];
  }
  const told = (status: string) =>
    new Set(
      posts
        .flatMap((post) => JSON.parse(post) as { entry: { id: string; changes: { value: Statuses }[] }[] })
        .flatMap((envelope) => envelope.entry)
        .filter((entry) => entry.id === waba.outdoor)
        .flatMap((entry) => entry.changes)
        .flatMap((change) => change.value.statuses ?? [])
        .filter((each) => each.status === status)
        .map((each) => each.id),
    );

  async function sentToday(): Promise<{ numbers: number; templates: number; read: number }> {
    const span = `start(${today}).end(${today + day})`;
    const fields = encodeURIComponent(`analytics.${span}.granularity(DAY)`);
    const node = await get(`/${waba.outdoor}?fields=${fields}`);
    const [point] = (node["analytics"] as { data_points: { sent: number }[] }).data_points;
    const ids = [template.stock, template.trails].join(",");
    const query = `template_ids=[${ids}]&granularity=DAILY&start=${today}&end=${today + day}`;
    const { data } = (await get(`/${waba.outdoor}/template_analytics?${query}`)) as {
      data: { data_points: { sent: number; read: number }[] }[];
    };
    const points = data[0]!.data_points;
    const sum = (key: "sent" | "read") => points.reduce((total, each) => total + each[key], 0);
    return { numbers: point!.sent, templates: sum("sent"), read: sum("read") };
  }

  it("count the very messages that the webhooks tell of", async () => {
    await open("poisoned-form");
    const before = await sentToday();
    expect(before.numbers).toBe(before.templates);
    await live(60);
    const after = await sentToday();
    expect(after.numbers - before.numbers).toBe(told("sent").size);
    expect(after.templates - before.templates).toBe(told("sent").size);
    // Reads come within seconds; those of the last moments are counted and not told yet.
    expect(after.read - before.read).toBeGreaterThanOrEqual(told("read").size);
    expect(after.read - before.read - told("read").size).toBeLessThan(40);
  });

  it("leave closed days as they were", async () => {
    await open();
    const yesterday = async () => {
      const fields = encodeURIComponent(
        `pricing_analytics.start(${today - day}).end(${today}).granularity(DAILY)`,
      );
      return (await get(`/${waba.home}?fields=${fields}`))["pricing_analytics"];
    };
    const before = await yesterday();
    await live(60);
    sandbox.start("bought-list");
    expect(await yesterday()).toEqual(before);
  });
});

describe("the shop", () => {
  it("tells nobody anything until it is told whom, then the opt-ins of every running source", async () => {
    await open();
    await live(60);
    expect(told).toEqual([]);
    sandbox.tellFactsTo({ baseUrl: "http://product.invalid", apiKey: "sgk_test" });
    while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(told[0]!.url).toBe("http://product.invalid/api/v1/opt-ins");
    const active = sandbox.double.world.sources.filter((source) => source.active).map(({ key }) => key);
    expect(active.length).toBeGreaterThan(5);
    expect(new Set(told[0]!.rows.map((row) => row.source))).toEqual(new Set(active));
    sandbox.tellFactsTo(null);
  });

  it("does not know who has blocked; tests do", async () => {
    await open("bought-list");
    await live(120);
    const blocks = sandbox.hiddenBlocks();
    expect(blocks.length).toBeGreaterThan(3);
    for (const { at, naming } of blocks) {
      expect(at).toBeGreaterThan(start);
      // No webhook says so: Meta has no event for it.
      const person = naming.waId ?? naming.userId!;
      expect(posts.some((post) => post.includes(person) && /"block/.test(post))).toBe(false);
    }
  });
});
