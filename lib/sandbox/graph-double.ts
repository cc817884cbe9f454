import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerCall } from "./answer-call.ts";
import { answerBatch } from "./batch-call.ts";
import type { DoubleState } from "./double-state.ts";
import { createFaultControls, type FaultControls } from "./faults.ts";
import { readGraphCall, type GraphCall } from "./graph-call.ts";
import { errorBody, unknownPath } from "./graph-error.ts";
import type { MessageLedger } from "./message-ledger.ts";
import { readBody, readFormFields } from "./request-body.ts";
import { recordRequest, type RecordedRequest } from "./request-log.ts";
import { answerControl } from "./sandbox-control.ts";
import type { ScenarioControl } from "./scenario.ts";
import { mixSeed, seededRandom } from "./seeded-random.ts";
import { delayAnswer, replaceAnswer, sendAnswer } from "./send-answer.ts";
import { systemNow } from "./system-now.ts";
import { createUsageBudget } from "./usage-budget.ts";
import type { World } from "./world.ts";

export interface GraphDoubleOptions {
  readonly world: World;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default "127.0.0.1". */
  readonly host?: string;
  readonly appId?: string;
  readonly appSecret?: string;
  readonly accessToken?: string;
  readonly verifyToken?: string;
  /** Calls without `appsecret_proof` fail. Default false; a proof that is sent is always checked. */
  readonly requireAppSecretProof?: boolean;
  /** Added to every answer, milliseconds. */
  readonly latencyMs?: number;
  /** Largest page whatever the caller asks for. Default 100. */
  readonly pageSize?: number;
  /** Call budget per WABA and rolling hour. Default 5000. */
  readonly callsPerHour?: number;
  /** Version of calls that name none. Default "v25.0". */
  readonly apiVersion?: string;
  /** Real time, unix milliseconds. Default: the machine's clock. */
  readonly now?: () => number;
  readonly log?: (line: string) => void;
  /** Counts of real messages that the analytics answers are read from. Default: an ordinary business's volume. */
  readonly ledger?: MessageLedger;
  /** Accounts whose webhooks the app gets from the start. Default: none. */
  readonly subscribedWabaIds?: readonly string[];
}

export interface GraphDouble {
  /** `http://127.0.0.1:…`, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly appId: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly verifyToken: string;
  /** The present world; another one after `useWorld`. */
  readonly world: World;
  readonly faults: FaultControls;
  isSubscribed(wabaId: string): boolean;
  setSubscribed(wabaId: string, isSubscribed: boolean): void;
  /** Answers from another world from now on. Token, faults, budget and subscriptions stay. */
  useWorld(world: World): void;
  /** Lets the control address show and change the scenario. */
  useScenarios(control: ScenarioControl): void;
  /** The last 2,000 requests, oldest first. Calls to the control address are left out. */
  readonly requests: RecordedRequest[];
  /** Ends hanging answers and frees the port. */
  close(): Promise<void>;
}

/** Starts a server that answers like Meta's Graph API from a simulated world. Rejects when the port is taken. */
export async function startGraphDouble(options: GraphDoubleOptions): Promise<GraphDouble> {
  const state = createState(options);
  const requests: RecordedRequest[] = [];
  const closing = new AbortController();
  const handler = createHandler({ state, requests, options, closing: closing.signal });
  const server = createServer((request, response) => {
    handler(request, response).catch((error: unknown) => {
      options.log?.(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
      response.destroy();
    });
  });
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    appId: state.appId,
    appSecret: state.appSecret,
    accessToken: state.accessToken,
    verifyToken: state.verifyToken,
    get world() {
      return state.world;
    },
    faults: state.faults,
    isSubscribed: (wabaId) => state.subscriptions.has(wabaId),
    setSubscribed(wabaId, isSubscribed) {
      if (isSubscribed) state.subscriptions.set(wabaId, { overrideCallbackUrl: null });
      else state.subscriptions.delete(wabaId);
    },
    useWorld: (world) => void (state.world = world),
    useScenarios: (control) => void (state.scenarios = control),
    requests,
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function createState(options: GraphDoubleOptions): DoubleState {
  const now = options.now ?? systemNow;
  const callsPerHour = options.callsPerHour ?? 5_000;
  const random = seededRandom(mixSeed(options.world.seed, "trace"));
  return {
    world: options.world,
    ledger: options.ledger ?? null,
    scenarios: null,
    appId: options.appId ?? "771200345561208",
    appSecret: options.appSecret ?? "sandbox-app-secret",
    accessToken: options.accessToken ?? "sandbox-access-token",
    verifyToken: options.verifyToken ?? "sandbox-verify-token",
    requireAppSecretProof: options.requireAppSecretProof ?? false,
    apiVersion: options.apiVersion ?? "v25.0",
    pageSize: options.pageSize ?? 100,
    faults: createFaultControls(),
    budget: createUsageBudget(callsPerHour, now),
    callsPerHour,
    subscriptions: new Map(
      (options.subscribedWabaIds ?? []).map((wabaId) => [wabaId, { overrideCallbackUrl: null }]),
    ),
    now,
    nextTraceId: () => Array.from({ length: 23 }, () => Math.floor(random() * 36).toString(36)).join(""),
  };
}

function createHandler(double: {
  readonly state: DoubleState;
  readonly requests: RecordedRequest[];
  readonly options: GraphDoubleOptions;
  readonly closing: AbortSignal;
}) {
  const { state, requests, options } = double;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const origin = `http://${request.headers.host ?? "127.0.0.1"}`;
    const body = await readBody(request);
    state.world.advanceTo(state.now());
    const path = new URL(request.url ?? "/", origin).pathname;
    if (path.startsWith("/__sandbox/")) {
      const method = request.method ?? "GET";
      const key = request.headers["x-sandbox-control"];
      const answer = answerControl(state, { method, path, key: single(key), body: body.toString() });
      sendJson(response, answer.status, answer.body);
      return;
    }
    const call = readGraphCall({
      method: request.method ?? "GET",
      target: request.url ?? "/",
      origin,
      authorization: request.headers.authorization,
      body: await readFormFields(body, request.headers["content-type"] ?? ""),
      defaultVersion: state.apiVersion,
    });
    if (call === null) {
      sendJson(response, 400, errorBody(unknownPath(path).details, state.nextTraceId()));
      return;
    }
    const record = recordRequest(requests, { ...call, at: state.now() });
    response.once("finish", () => {
      record.status = response.statusCode;
      options.log?.(`${call.method} ${call.path} ${response.statusCode}`);
    });
    await answer(call, response);
  };

  async function answer(call: GraphCall, response: ServerResponse): Promise<void> {
    const faults = state.faults.forCall(call.method, call.path);
    const skew = (faults.use("date-skew")?.seconds ?? 0) * 1000;
    // Node would stamp the machine's time; a fake clock has to show in this header too.
    response.setHeader("date", new Date(state.now() + skew).toUTCString());
    await delayAnswer(faults, options.latencyMs ?? 0, double.closing);
    if (replaceAnswer(response, faults)) return;
    const isBatch = call.method === "POST" && call.segments.length === 0 && call.params.has("batch");
    const context = { state, call, faults };
    sendAnswer(response, isBatch ? answerBatch(context) : answerCall(context), faults);
  }
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" });
  response.end(JSON.stringify(body));
}
