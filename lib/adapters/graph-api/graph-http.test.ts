import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import type { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOnDouble } from "../../testing/builders/graph-client.ts";
import { appSecretProof, callGraph, createGraphAgent, graphTimeouts } from "./graph-http.ts";

/** A server that answers one thing and keeps what was really sent, secrets and all. */
let server: Server;
let agent: Agent;
let sent: { method: string; url: URL; headers: IncomingHttpHeaders }[];
let answer: { status: number; headers: Record<string, string>; body: string | Buffer };
const token = "EAAsystemusertoken";
const clock = { now: () => new Date() };

beforeEach(async () => {
  sent = [];
  answer = { status: 200, headers: { "facebook-api-version": "v25.0" }, body: '{"data":[]}' };
  server = createServer((request, response) => {
    const url = new URL(request.url!, "http://127.0.0.1");
    sent.push({ method: request.method!, url, headers: request.headers });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  agent = createGraphAgent();
});
afterEach(async () => {
  await agent.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const credentials = (part: { appSecret?: string | null } = {}) => ({
  baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  apiVersion: "v25.0",
  accessToken: token,
  appId: "771200345561208",
  appSecret: "an-app-secret",
  ...part,
});
const get = (query: Record<string, string> = {}) =>
  callGraph({ agent, clock }, credentials(), { path: "1/phone_numbers", query });

describe("what is sent", () => {
  it("the version leads the path, and the token stands in the header only", async () => {
    await get({ fields: "id,name" });
    expect(sent[0]!.url.pathname).toBe("/v25.0/1/phone_numbers");
    expect(sent[0]!.headers.authorization).toBe(`Bearer ${token}`);
    expect(sent[0]!.url.href).not.toContain(token);
    expect(sent[0]!.url.searchParams.get("fields")).toBe("id,name");
  });

  it("values of the query cannot add parameters of their own", async () => {
    await get({ after: "x&access_token=y#z" });
    expect(sent[0]!.url.searchParams.get("after")).toBe("x&access_token=y#z");
    expect(sent[0]!.url.searchParams.has("access_token")).toBe(false);
  });

  it("the proof is there when the app secret is known, and only then", async () => {
    await get();
    // RFC 4231, test case 2, has the form of a proof: key "Jefe", message "what do ya want for nothing?".
    expect(appSecretProof("what do ya want for nothing?", "Jefe")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
    expect(sent[0]!.url.searchParams.get("appsecret_proof")).toBe(appSecretProof(token, "an-app-secret"));
    await callGraph({ agent, clock }, credentials({ appSecret: null }), { path: "1", query: {} });
    expect(sent[1]!.url.searchParams.has("appsecret_proof")).toBe(false);
  });

  it("another token for one call stands in the header too, and the proof is that token's", async () => {
    const query = { input_token: token };
    await callGraph({ agent, clock }, credentials(), {
      path: "debug_token",
      query,
      token: "771200345561208|an-app-secret",
    });
    expect(sent[0]!.headers.authorization).toBe("Bearer 771200345561208|an-app-secret");
    expect([...sent[0]!.url.searchParams]).toEqual([
      ["input_token", token],
      ["appsecret_proof", appSecretProof("771200345561208|an-app-secret", "an-app-secret")],
    ]);
  });

  it("reads unless told otherwise", async () => {
    await get();
    await callGraph({ agent, clock }, credentials(), {
      method: "POST",
      path: "1/subscribed_apps",
      query: {},
    });
    expect(sent.map((request) => request.method)).toEqual(["GET", "POST"]);
  });
});

describe("an app that demands the proof", () => {
  it("is satisfied by every call the client makes", async () => {
    const graph = await clientOnDouble({ requireAppSecretProof: true });
    const { client, wabaId, portfolioId } = graph;
    const answers = [
      await client.readPortfolio(graph.credentials, portfolioId),
      await client.listWabas(graph.credentials, portfolioId),
      await client.readWaba(graph.credentials, wabaId),
      await client.listPhoneNumbers(graph.credentials, wabaId, []),
      await client.subscribeApp(graph.credentials, wabaId),
      await client.debugToken(graph.credentials),
      await client.debugToken({ ...graph.credentials, appId: null }),
      await client.readWabaDetails(graph.credentials, wabaId, []),
      await client.listTemplates(graph.credentials, wabaId, []),
      await client.readSubscription(graph.credentials, wabaId),
    ];
    await graph.close();
    expect(answers.map((each) => (each.ok ? "ok" : each.trouble.message))).toEqual(Array(10).fill("ok"));
  });

  it("refuses a wrong secret in words, without a retry", async () => {
    const graph = await clientOnDouble();
    const wrong = { ...graph.credentials, appSecret: "another-secret" };
    const refused = await graph.client.readWaba(wrong, graph.wabaId);
    await graph.close();
    expect(refused).toMatchObject({
      ok: false,
      trouble: {
        kind: "request-invalid",
        code: 100,
        message: expect.stringContaining("appsecret_proof") as unknown,
      },
      calls: 1,
    });
  });
});

describe("what comes back", () => {
  it("the body, the usage and the served version", async () => {
    answer.headers["x-app-usage"] = '{"call_count":12,"total_cputime":4,"total_time":7}';
    expect(await get()).toEqual({
      ok: true,
      body: { data: [] },
      usage: { percent: 12, regainAccessMinutes: null, unreadable: 0, clockSkewSeconds: null },
      servedVersion: "v25.0",
    });
  });

  it("an answer without a version is no reason to worry", async () => {
    answer.headers = {};
    expect(await get()).toMatchObject({ ok: true, servedVersion: null });
  });

  // Decide by code, not by HTTP status: graph-api.md section 10.
  it.each([200, 400, 401, 403, 429, 500])(
    "an error body counts whatever the HTTP status (%i)",
    async (status) => {
      answer = { ...answer, status, body: '{"error":{"message":"(#80008) Too many calls","code":80008}}' };
      expect(await get()).toMatchObject({
        ok: false,
        trouble: { kind: "rate-limited", code: 80008, traceId: null },
      });
    },
  );

  it.each([
    ["an error without anything in it", '{"error":{}}'],
    ["a code that is a word", '{"error":{"message":"x","code":"oops"}}'],
    ["a trace id that is a number", '{"error":{"message":7,"code":null,"fbtrace_id":7}}'],
  ])("F09 %s is passing trouble", async (_name, body) => {
    answer = { ...answer, status: 400, body };
    expect(await get()).toMatchObject({ ok: false, trouble: { kind: "transient", code: null } });
  });

  it("a redirect is not followed: the token goes to no other host", async () => {
    answer = { status: 302, headers: { location: "http://127.0.0.1:9/elsewhere" }, body: "" };
    expect(await get()).toMatchObject({ ok: false, trouble: { kind: "transient" } });
    expect(sent).toHaveLength(1);
  });

  it("a body without end is left before it fills memory", async () => {
    answer.body = Buffer.alloc(33 * 1024 * 1024, 0x20);
    expect(await get()).toMatchObject({
      ok: false,
      trouble: { kind: "transient", message: "the connection failed" },
    });
  });
});

describe("time limits", () => {
  it("F06 are 5, 10 and 30 seconds", () => {
    expect(graphTimeouts).toEqual({ connectMs: 5_000, headersMs: 10_000, bodyMs: 30_000 });
  });

  it("F06 a body that comes byte by byte without end is left when its time is over", async () => {
    const trickling = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(drip));
    });
    await new Promise<void>((resolve) => trickling.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(trickling.address() as AddressInfo).port}`;
    const request = { path: "1", query: {} };
    // The agent's own limit of 30 s between two bytes never ends this.
    const got = await callGraph({ agent, clock, bodyMs: 200 }, { ...credentials(), baseUrl }, request);
    expect(got).toMatchObject({
      ok: false,
      trouble: { kind: "transient", message: "the answer did not end within the time limit" },
    });
    // The connection is given back, too: nothing keeps the server open.
    await new Promise((resolve) => trickling.close(resolve));
  });

  it("F06 a host that takes the connection and never shakes hands is given up", async () => {
    const sockets: Socket[] = [];
    const silent = createTcpServer((socket) => void sockets.push(socket.on("error", () => {})));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const hasty = createGraphAgent({ connectMs: 50, headersMs: 30_000, bodyMs: 30_000 });
    const baseUrl = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const request = { path: "1", query: {} };
    expect(await callGraph({ agent: hasty, clock }, { ...credentials(), baseUrl }, request)).toMatchObject({
      ok: false,
      trouble: { kind: "transient", message: "no connection within the time limit" },
    });
    await hasty.destroy();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
});
