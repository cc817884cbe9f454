import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { createAudience } from "../audience.ts";
import { seededRandom } from "../seeded-random.ts";
import type { OptInSource } from "../world-model.ts";
import { givenOldSource } from "../../testing/builders/given-old-source.ts";
import { optInHistory } from "./opt-in-history.ts";
import { createShopCrm } from "./shop-crm.ts";

const start = Date.parse("2026-06-01T09:00:00Z");
const day = 86_400_000;
const source = {
  key: "checkout-box-de",
  phoneNumberId: "330917284500611",
  unreachableShare: 0.006,
  stoppedShare: 0,
  audience: 4_000,
} as OptInSource;
const other = { ...source, key: "newsletter-fr" };
const bought = { ...source, key: "crm-import-au", unreachableShare: 0.24 };

interface Call {
  readonly path: string;
  readonly authorization: string | null;
  readonly idempotencyKey: string | null;
  readonly rows: Record<string, string>[];
}
type Answer = number | "no answer" | { readonly status: number; readonly retryAfter: string };

/** The shop's own system in front of an API that answers like this, one after another, then with 200. */
function givenCrm(
  answers: Answer[] = [],
  oldSources: Parameters<typeof createShopCrm>[0]["oldSources"] = [],
) {
  const clock = { now: start };
  const calls: Call[] = [];
  const crm = createShopCrm({
    seed: 7,
    now: () => clock.now,
    oldSources,
    fetch: (url, init) => {
      const headers = new Headers(init?.headers);
      calls.push({
        path: new URL(url as string).pathname,
        authorization: headers.get("authorization"),
        idempotencyKey: headers.get("idempotency-key"),
        rows: JSON.parse(typeof init?.body === "string" ? init.body : "[]") as Record<string, string>[],
      });
      const answer = answers.shift() ?? 200;
      if (answer === "no answer") return Promise.reject(new Error("connection refused"));
      if (typeof answer === "number") return Promise.resolve(new Response("{}", { status: answer }));
      const { status, retryAfter } = answer;
      return Promise.resolve(new Response("{}", { status, headers: { "retry-after": retryAfter } }));
    },
  });
  const audience = crm.hear(createAudience(7));
  const random = seededRandom(1);
  const meet = (from: OptInSource, count: number) =>
    Array.from({ length: count }, () => audience.pick(from, clock.now, random));
  const told = (path: string) =>
    calls.filter((call) => call.path === `/api/v1/${path}`).flatMap(({ rows }) => rows);
  return { crm, calls, clock, audience, meet, told };
}
const receiver = { baseUrl: "http://127.0.0.1:3000", apiKey: "sgk_test" };

describe("the shop's own system", () => {
  it("sends where and when people opted in, before anything was sent to them", async () => {
    const { crm, calls, meet, told } = givenCrm();
    const people = new Set(meet(source, 900).map(({ key }) => key));
    crm.tell(receiver);
    await crm.flush();
    expect(calls[0]).toMatchObject({ path: "/api/v1/opt-ins", authorization: "Bearer sgk_test" });
    const rows = told("opt-ins");
    // One in forty has no opt-in on record.
    expect(rows.length / people.size).toBeGreaterThan(0.955);
    expect(rows.length / people.size).toBeLessThan(0.99);
    for (const row of rows) {
      expect(row["source"]).toBe("checkout-box-de");
      expect(row["contact"]).toMatch(/^(\+999\d{8}|DE\.1\d+)$/);
      expect(Date.parse(row["optedInAt"]!)).toBeLessThan(start);
    }
    crm.close();
  });

  it("knows some people from two places", async () => {
    const { crm, meet, told } = givenCrm();
    meet(source, 3_000);
    meet(other, 3_000);
    crm.tell(receiver);
    for (let count = 0; count < 10; count++) await crm.flush();
    const places = new Map<string, Set<string>>();
    for (const { contact = "", source: place = "" } of told("opt-ins")) {
      places.set(contact, (places.get(contact) ?? new Set()).add(place));
    }
    const twice = [...places.values()].filter((each) => each.size > 1);
    expect(twice.length).toBeGreaterThan(20);
    crm.close();
  });

  it("has no opt-in of most people on a list that was bought", async () => {
    const { crm, meet, told } = givenCrm();
    meet(bought, 200);
    crm.tell(receiver);
    await crm.flush();
    expect(told("opt-ins").length).toBeLessThan(40);
    crm.close();
  });

  it("learns of a few in a hundred of those who block, and not before they have", async () => {
    const { crm, clock, audience, meet, told } = givenCrm();
    for (const contact of meet(source, 400)) audience.remember(contact, "blocked", clock.now + 60_000);
    crm.tell(receiver);
    await crm.flush();
    expect(told("signals")).toEqual([]);
    clock.now += 60_000;
    await crm.flush();
    const signals = told("signals");
    expect(signals.length).toBeGreaterThan(5);
    expect(signals.length).toBeLessThan(45);
    for (const row of signals) {
      expect(row).toMatchObject({
        phoneNumberId: "330917284500611",
        occurredAt: new Date(start + 60_000).toISOString(),
        basis: "imported",
      });
      expect(["block", "report"]).toContain(row["kind"]);
    }
    crm.close();
  });

  it("tells the same again after a restart, so that nothing is counted twice", async () => {
    const life = async (sleep: number) => {
      const { crm, clock, meet, told } = givenCrm();
      clock.now += sleep;
      meet(source, 300);
      crm.tell(receiver);
      await crm.flush();
      crm.close();
      return new Map(told("opt-ins").map((row) => [row["contact"], row]));
    };
    const [before, after] = [await life(0), await life(600_000)];
    // Sixty simulated days later a few numbers have died; everybody else's opt-in is the very same.
    const both = [...after].filter(([contact]) => before.has(contact));
    expect(both.length).toBeGreaterThan(0.9 * after.size);
    for (const [contact, row] of both) expect(row).toEqual(before.get(contact));
  });
});

describe("an API that does not take it", () => {
  it("gets the same rows under the same idempotency key, after growing pauses", async () => {
    const { crm, calls, clock, meet } = givenCrm([503, "no answer", 500]);
    meet(source, 20);
    crm.tell(receiver);
    const times: number[] = [];
    for (const from = clock.now; calls.length < 4; clock.now += 1_000) {
      const before = calls.length;
      await crm.flush();
      if (calls.length > before) times.push((clock.now - from) / 1_000);
    }
    expect(times).toEqual([0, 2, 6, 14]);
    expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(new Set(calls.map(({ rows }) => JSON.stringify(rows))).size).toBe(1);
    clock.now += 60_000;
    meet(source, 20);
    await crm.flush();
    expect(calls[4]!.idempotencyKey).not.toBe(calls[3]!.idempotencyKey);
    crm.close();
  });

  it("is left alone for as long as it asks", async () => {
    const { crm, calls, clock, meet } = givenCrm([{ status: 429, retryAfter: "30" }]);
    meet(source, 20);
    crm.tell(receiver);
    await crm.flush();
    clock.now += 29_000;
    await crm.flush();
    expect(calls).toHaveLength(1);
    clock.now += 1_000;
    await crm.flush();
    expect(calls).toHaveLength(2);
    crm.close();
  });

  it("is not asked again with a key that it refused, until there is another", async () => {
    const { crm, calls, clock, meet } = givenCrm([401]);
    meet(source, 20);
    crm.tell(receiver);
    await crm.flush();
    clock.now += 3_600_000;
    await crm.flush();
    expect(calls).toHaveLength(1);
    crm.tell({ ...receiver, apiKey: "sgk_new" });
    await crm.flush();
    expect(calls[1]).toMatchObject({ authorization: "Bearer sgk_new", rows: calls[0]!.rows });
    crm.close();
  });

  it("does not hold up what comes after a batch that it refuses", async () => {
    const { crm, calls, meet } = givenCrm([400]);
    meet(source, 20);
    crm.tell(receiver);
    await crm.flush();
    meet(other, 20);
    await crm.flush();
    expect(calls[1]!.rows.every((row) => row["source"] === "newsletter-fr")).toBe(true);
    crm.close();
  });
});

it("speaks HTTP: a server hears a JSON array", async () => {
  const heard: { url: string; type: string; rows: unknown }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const rows = JSON.parse(Buffer.concat(chunks).toString()) as unknown;
      heard.push({ url: request.url ?? "", type: request.headers["content-type"] ?? "", rows });
      response.end('{"accepted":1,"duplicates":0,"rejected":[]}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const oldSources = [givenOldSource("club-card-au", 1)];
  const crm = createShopCrm({ seed: 7, now: () => start, oldSources });
  crm.tell({ ...receiver, baseUrl: `http://127.0.0.1:${port}` });
  await crm.flush();
  expect(heard[0]).toMatchObject({ url: "/api/v1/opt-ins", type: "application/json" });
  expect(heard[0]!.rows).toEqual(optInHistory(7, start, oldSources));
  crm.close();
  await new Promise((resolve) => server.close(resolve));
});

describe("the shop's history", () => {
  const sources = [givenOldSource("checkout-box-de", 210), givenOldSource("flyer-qr-berlin", 12)];
  const eight = Array.from({ length: 8 }, (_, index) => givenOldSource(`form-${index}`, 400));

  it("covers 90 days, or the time since a launch, in thousands of rows and not more than 5,000", () => {
    const rows = optInHistory(7, start, sources);
    const first = (key: string) => rows.find((row) => row.source === key)!.optedInAt;
    expect((start - Date.parse(first("checkout-box-de"))) / day).toBeGreaterThan(88);
    expect((start - Date.parse(first("checkout-box-de"))) / day).toBeLessThan(92);
    expect((start - Date.parse(first("flyer-qr-berlin"))) / day).toBeLessThan(12);
    for (const { optedInAt } of rows) expect(Date.parse(optedInAt)).toBeLessThanOrEqual(start);
    expect(optInHistory(7, start, eight).length).toBeGreaterThan(2_500);
    expect(optInHistory(7, start, eight).length).toBeLessThanOrEqual(5_000);
  });

  it("is the same three days later, but for the days at both ends", () => {
    const once = optInHistory(7, start, sources);
    const again = new Set(optInHistory(7, start + 3 * day, sources).map((row) => JSON.stringify(row)));
    const since = (daysAgo: number) => new Date(start - daysAgo * day).toISOString();
    const kept = once.filter(
      ({ source: key, optedInAt }) => optedInAt > since(key === "flyer-qr-berlin" ? 8 : 86),
    );
    expect(kept.length).toBeGreaterThan(300);
    for (const row of kept) expect(again.has(JSON.stringify(row))).toBe(true);
  });
});
