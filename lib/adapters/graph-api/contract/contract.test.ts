import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { GraphCredentials } from "../../../core/collection/graph-api-port.ts";
import type { Fault } from "../../../sandbox/faults.ts";
import { startGraphDouble, type GraphDouble } from "../../../sandbox/graph-double.ts";
import { createWorld } from "../../../sandbox/world.ts";
import { createLog } from "../../log.ts";
import { createGraphClient } from "../graph-client.ts";
import { createGraphAgent } from "../graph-http.ts";
import {
  loadErrorRecordings,
  loadRecordings,
  type DoubleSetting,
  type RecordedRequest,
  type Recording,
} from "./recordings.ts";
import { shapeDifferences } from "./shape-differences.ts";

/** The recordings' own instant, credentials and accounts: docs/graph-api.md, section "Contract". */
const now = Date.UTC(2026, 9, 6, 9);
const secrets = {
  accessToken: "EAAcontractSystemUserToken",
  appId: "771730011220042",
  appSecret: "contract-app-secret",
};
const [wabaId, clientWabaId, portfolioId] = ["204730011223344", "204730011229900", "118730011224455"];

const recordings = loadRecordings();
const all = [...recordings, ...loadErrorRecordings()].map(
  (recording) => [recording.name, recording] as const,
);

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

describe("the client against recorded answers", () => {
  it.each(all)("%s", async (_name, recording) => {
    const server = await playing(recording);
    const agent = createGraphAgent();
    closers.push(() => agent.destroy());
    const client = createGraphClient({
      agent,
      clock: { now: () => new Date(now), monotonicMs: () => now },
      log: createLog("silent"),
      random: { fraction: () => 0.5 },
      sleep: () => Promise.resolve(),
    });
    const credentials: GraphCredentials = {
      baseUrl: server.url,
      apiVersion: "v25.0",
      ...secrets,
      ...recording.credentials,
    };
    const verb = client[recording.call.verb] as (...given: unknown[]) => Promise<object>;
    const { usage, ...answer } = JSON.parse(
      JSON.stringify(await verb(credentials, ...recording.call.arguments)),
    ) as { usage: unknown };
    expect(server.seen).toEqual(
      recording.exchanges.map(({ request }) => ({
        method: request.method,
        path: request.path,
        query: { ...request.query, ...proofOf(request, credentials) },
        authorization: `Bearer ${tokenOf(request)}`,
        body: "",
      })),
    );
    expect(answer).toEqual(recording.answer);
    if (recording.usage !== undefined) expect(usage).toEqual(recording.usage);
  });

  it("covers every verb of the port", () => {
    const agent = createGraphAgent();
    closers.push(() => agent.destroy());
    const quiet = { now: () => new Date(now), monotonicMs: () => 0 };
    const client = createGraphClient({
      agent,
      clock: quiet,
      log: createLog("silent"),
      random: { fraction: () => 0 },
      sleep: () => Promise.resolve(),
    });
    expect(new Set(recordings.map(({ call }) => call.verb))).toEqual(new Set(Object.keys(client)));
  });
});

describe("the Graph double against the same requests", () => {
  it.each(all)("%s", async (_name, recording) => {
    if (recording.double?.leftOut !== undefined) {
      expect(recording.double.leftOut).not.toBe("");
      return;
    }
    const double = await givenDouble(recording.double ?? {});
    for (const { request, response } of recording.exchanges) {
      const answered = await send(double, request, { ...secrets, ...recording.credentials });
      expect(answered.status < 400).toBe(response.status < 400);
      expect(shapeDifferences(response.body, answered.body)).toEqual([]);
      expect(errorOf(answered.body)).toEqual(errorOf(response.body));
    }
  });
});

function tokenOf(request: RecordedRequest): string {
  return request.token === "app" ? `${secrets.appId}|${secrets.appSecret}` : secrets.accessToken;
}

/** Meta: lower-case hexadecimal HMAC-SHA256 of the token under the app secret (graph-api.md 2.2). */
function proofOf(request: RecordedRequest, credentials: Pick<GraphCredentials, "appSecret">) {
  if (credentials.appSecret === null) return {};
  const proof = createHmac("sha256", credentials.appSecret).update(tokenOf(request)).digest("hex");
  return { appsecret_proof: proof };
}

function errorOf(body: unknown) {
  const { error } = body as { error?: { code: number; error_subcode?: number; is_transient?: boolean } };
  return error === undefined ? null : [error.code, error.error_subcode, error.is_transient];
}

interface SeenRequest {
  readonly method: string | undefined;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly authorization: IncomingHttpHeaders["authorization"];
  readonly body: string;
}

/** A server that answers with the recording, one exchange after the other, and keeps what it was asked. */
async function playing(recording: Recording): Promise<{ url: string; seen: SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      seen.push({
        method: request.method,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        authorization: request.headers.authorization,
        body,
      });
      const recorded = recording.exchanges[seen.length - 1]?.response ?? {
        status: 500,
        body: "nobody asked",
      };
      response.writeHead(recorded.status, {
        "content-type": "application/json; charset=UTF-8",
        date: new Date(now).toUTCString(),
        ...recorded.headers,
      });
      response.end(JSON.stringify(recorded.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** A double whose accounts have the recordings' ids. */
async function givenDouble(setting: DoubleSetting): Promise<GraphDouble> {
  const number = (ordinal: number) => ({
    id: `33073001122000${ordinal}`,
    displayPhoneNumber: `+1 555 010 000${ordinal}`,
    verifiedName: "Hafenladen",
    onboardedDaysAgo: 10 * ordinal,
  });
  const template = (ordinal: number, buttons: readonly string[]) => ({
    id: `72173001122000${ordinal}`,
    name: `notice_${ordinal}`,
    buttons,
    usualDailySends: 400,
  });
  const waba = (id: string) => ({ id, name: "Hafenladen", country: "US", currency: "USD" });
  const world = createWorld({
    seed: 7,
    speed: 0,
    now: () => now,
    portfolios: [
      {
        id: portfolioId,
        name: "Hafenladen Gruppe",
        wabas: [
          {
            ...waba(wabaId),
            phoneNumbers: [number(1), number(2), number(3)],
            templates: [template(1, ["Stop promotions"]), template(2, [])],
          },
          { ...waba(clientWabaId), relation: "client", phoneNumbers: [] },
        ],
      },
    ],
  });
  const { pageSize = 100 } = setting;
  const double = await startGraphDouble({ world, now: () => now, ...secrets, pageSize });
  closers.push(() => double.close());
  for (const id of setting.subscribed ?? []) {
    await send(double, { method: "POST", path: `/v25.0/${id}/subscribed_apps`, query: {} }, secrets);
  }
  for (const fault of setting.faults ?? []) double.faults.add(fault as Fault);
  return double;
}

async function send(
  double: GraphDouble,
  request: RecordedRequest,
  credentials: Pick<GraphCredentials, "appSecret">,
): Promise<{ status: number; body: unknown }> {
  const url = new URL(double.url + request.path);
  const query = { ...request.query, ...proofOf(request, credentials) };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = { authorization: `Bearer ${tokenOf(request)}` };
  const response = await fetch(url, { method: request.method, headers });
  return { status: response.status, body: await response.json() };
}
