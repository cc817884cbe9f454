import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOnDouble, type ClientOnDouble } from "../../testing/builders/graph-client.ts";

let graph: ClientOnDouble;
beforeEach(async () => {
  graph = await clientOnDouble();
});
afterEach(() => graph.close());

const list = (wabaId = graph.wabaId) => graph.client.listPhoneNumbers(graph.credentials, wabaId, []);
const otherWaba = () => graph.double.world.portfolios[0]!.wabas[1]!.id;

describe("F05 the circuit of a connection", () => {
  const failFiveCalls = async () => {
    for (let call = 0; call < 5; call++) await list();
    graph.double.requests.length = 0;
  };
  const out = () => graph.double.faults.add({ kind: "html-502" });
  // By hand: five failures leave a ceiling of 16 s, and the test's random number is 0.5 (core/collection/back-off.ts).
  const rest = 8_000;

  it("opens after five failed calls: then nothing is sent, and the answer is passing trouble at once", async () => {
    out();
    await failFiveCalls();
    expect(await list()).toMatchObject({ ok: false, trouble: { kind: "transient", code: null }, calls: 0 });
    expect(await list(otherWaba())).toMatchObject({ ok: false, calls: 0 });
    expect(graph.double.requests).toEqual([]);
  });

  it("sends one call to look when the rest is over, and all again once that is answered", async () => {
    const back = out();
    await failFiveCalls();
    graph.advance(rest);
    graph.double.faults.add({ kind: "latency", milliseconds: 30, times: 1 });
    await Promise.all([list(), list(), list(otherWaba())]);
    expect(graph.double.requests).toHaveLength(1);
    back();
    graph.advance(2 * rest);
    expect(await list()).toMatchObject({ ok: true, calls: 1 });
    expect(await list(otherWaba())).toMatchObject({ ok: true, calls: 1 });
  });

  it("stays at the usual rate in the first minute after recovery: no call is repeated, none was kept back", async () => {
    const back = out();
    await failFiveCalls();
    back();
    graph.advance(rest);
    await list();
    expect(graph.double.requests).toHaveLength(1);
    graph.double.faults.add({ kind: "html-502", times: 1 });
    expect(await list()).toMatchObject({ ok: false, calls: 1 });
    graph.advance(60_000);
    graph.double.faults.add({ kind: "html-502", times: 1 });
    expect(await list()).toMatchObject({ ok: true, calls: 2 });
  });

  it("does not open over one account that fails among others that answer", async () => {
    graph.double.faults.add({ kind: "html-502", path: `/${graph.wabaId}/phone_numbers` });
    for (let round = 0; round < 6; round++) {
      expect(await list()).toMatchObject({ ok: false, calls: 3 });
      expect(await list(otherWaba())).toMatchObject({ ok: true });
    }
  });

  it("does not open over refusals, nor over a code that nobody knows: Meta has answered", async () => {
    for (const code of [190, 200, 80008, 4711]) {
      const stop = graph.double.faults.add({ kind: "graph-error", code });
      for (let call = 0; call < 6; call++) {
        const answer = await list();
        expect(answer.calls).toBeGreaterThan(0);
      }
      stop();
    }
    expect(await list()).toMatchObject({ ok: true });
  });

  it("is the connection's own: another token at the same address goes on", async () => {
    const back = out();
    await failFiveCalls();
    back();
    const other = { ...graph.credentials, accessToken: "another-token", appSecret: null };
    expect(await graph.client.readWaba(other, graph.wabaId)).toMatchObject({
      ok: false,
      trouble: { kind: "token-invalid" },
      calls: 1,
    });
    expect(await list()).toMatchObject({ ok: false, calls: 0 });
  });
});

describe("the version that Meta serves", () => {
  it("another than the one asked for is warned of once", async () => {
    graph.double.faults.add({ kind: "served-version", version: "v22.0" });
    await list();
    await list(otherWaba());
    expect(graph.warnings).toHaveLength(1);
    expect(JSON.parse(graph.warnings[0]!)).toMatchObject({ asked: "v25.0", served: "v22.0" });
  });

  it("the right one is not", async () => {
    await list();
    expect(graph.warnings).toEqual([]);
  });
});

describe("F13 Meta's clock", () => {
  it.each([600, -600])(
    "is %i s off: the numbers are read, the difference is told, and warned of once",
    async (seconds) => {
      graph.double.faults.add({ kind: "date-skew", seconds });
      const first = await list();
      expect(first).toMatchObject({
        ok: true,
        value: { complete: true },
        usage: { clockSkewSeconds: seconds },
      });
      await list(otherWaba());
      expect(graph.warnings.map((line) => JSON.parse(line) as unknown)).toMatchObject([
        { seconds, host: new URL(graph.double.url).host },
      ]);
    },
  );

  it("a difference of two minutes is told without a warning, one of half a minute is none", async () => {
    const stop = graph.double.faults.add({ kind: "date-skew", seconds: 120 });
    expect(await list()).toMatchObject({ usage: { clockSkewSeconds: 120 } });
    stop();
    graph.double.faults.add({ kind: "date-skew", seconds: 30 });
    expect(await list()).toMatchObject({ usage: { clockSkewSeconds: null } });
    expect(graph.warnings).toEqual([]);
  });
});

describe("F07 what was sent instead of an answer", () => {
  const logged = () => graph.warnings.map((line) => JSON.parse(line) as { excerpt?: string });

  it("is logged to 4 KB, once a minute, without secrets", async () => {
    const { accessToken } = graph.credentials;
    const page = `<a href="/?access_token=${accessToken}&x=1">EAAsomebodyelsestoken123</a>${"x".repeat(9_000)}`;
    graph.double.faults.add({ kind: "http-status", status: 502, body: page });
    await list();
    await list();
    expect(logged()).toHaveLength(1);
    const excerpt = logged()[0]?.excerpt ?? "";
    expect(excerpt).toHaveLength(4_096);
    expect(excerpt).toContain('<a href="/?access_token=');
    expect(excerpt).not.toContain(accessToken);
    expect(excerpt).not.toContain("EAAsomebody");
    graph.advance(60_000);
    await list();
    expect(logged()).toHaveLength(2);
  });

  it.each([
    ["a list without data", () => list()],
    ["a WABA without an id", () => graph.client.readWaba(graph.credentials, graph.wabaId)],
    ["a portfolio without an id", () => graph.client.readPortfolio(graph.credentials, graph.portfolioId)],
    ["a token without data", () => graph.client.debugToken(graph.credentials)],
  ])("is logged as well when it is JSON of another shape: %s", async (_, read) => {
    const value = { surprise: `quoted ${graph.credentials.accessToken}` };
    graph.double.faults.add({ kind: "wrong-type-json", value });
    expect(await read()).toMatchObject({ ok: false, trouble: { kind: "transient" } });
    expect(logged().map(({ excerpt }) => excerpt)).toEqual(['{"surprise":"quoted [secret]"}']);
  });

  it("is nothing to log when Meta names an error, or the line was cut", async () => {
    graph.double.faults.add({ kind: "graph-error", code: 2, times: 3 });
    await list();
    graph.double.faults.add({ kind: "reset", times: 3 });
    await list();
    expect(logged()).toEqual([]);
  });
});
