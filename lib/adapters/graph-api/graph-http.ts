import { createHmac } from "node:crypto";
import { Agent, errors, request, type Dispatcher } from "undici";
import { classifyGraphError } from "../../core/collection/classify-graph-error.ts";
import type { GraphCredentials, GraphUsage } from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import { errorShape } from "./graph-shapes.ts";
import { noUsage, readUsage } from "./read-usage.ts";

export type HttpAnswer =
  | { ok: true; body: unknown; usage: GraphUsage; servedVersion: string | null }
  | {
      ok: false;
      trouble: GraphTrouble;
      usage: GraphUsage;
      /** The beginning of an answer that could not be read, without secrets; null for every other trouble. */
      excerpt: string | null;
    };

export interface GraphTimeouts {
  readonly connectMs: number;
  readonly headersMs: number;
  /** For the whole body: one that trickles ends as well as one that stops. */
  readonly bodyMs: number;
}
/** docs/faults.md F06: one slow connection never delays another for longer than this. */
export const graphTimeouts: GraphTimeouts = { connectMs: 5_000, headersMs: 10_000, bodyMs: 30_000 };

/** No answer of Meta's is larger; a runaway body must not fill memory. */
const maximumBodyBytes = 32 * 1024 * 1024;
const excerptCharacters = 4_096;
/**
 * More than all rounds and readings of a process have calls open at once (lib/jobs/schedule.ts: 4 rounds of 8 WABAs;
 * lib/services/reads: 24), so that the calls of a connection that hangs never keep another's waiting for a socket.
 */
const socketsAtOnce = 64;

export interface GraphRequest {
  readonly method?: "GET" | "POST";
  /** Below the version, without a leading slash. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Overrides the connection's token, for debug_token. */
  readonly token?: string;
}

/** One call to the Graph API. Never throws: whatever the network does becomes trouble with a kind. */
export async function callGraph(
  outside: { readonly agent: Agent; readonly clock: { now(): Date }; readonly bodyMs?: number },
  credentials: GraphCredentials,
  call: GraphRequest,
): Promise<HttpAnswer> {
  const token = call.token ?? credentials.accessToken;
  try {
    const url = new URL(`${credentials.baseUrl}/${credentials.apiVersion}/${call.path}`);
    for (const [name, value] of Object.entries(call.query)) url.searchParams.set(name, value);
    if (credentials.appSecret !== null) {
      url.searchParams.set("appsecret_proof", appSecretProof(token, credentials.appSecret));
    }
    const response = await request(url, {
      dispatcher: outside.agent,
      method: call.method ?? "GET",
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
    });
    const usage = readUsage(response.headers, outside.clock.now());
    const text = await readText(response.body, outside.bodyMs ?? graphTimeouts.bodyMs);
    const servedVersion = header(response.headers["facebook-api-version"]);
    const conceal = concealing([token, ...secretsOf(credentials)]);
    return interpret({ status: response.statusCode, text, usage, servedVersion, conceal });
  } catch (error) {
    const trouble = networkTrouble(describeNetworkFault(error));
    return { ok: false, trouble, usage: noUsage, excerpt: null };
  }
}

export function createGraphAgent(timeouts: GraphTimeouts = graphTimeouts): Agent {
  return new Agent({
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    connections: socketsAtOnce,
    pipelining: 1,
  });
}

/** Lower-case hexadecimal HMAC-SHA256 of the token, keyed with the app secret, as Meta demands. */
export function appSecretProof(token: string, appSecret: string): string {
  return createHmac("sha256", appSecret).update(token).digest("hex");
}

function secretsOf({ accessToken, appSecret }: GraphCredentials): (string | null)[] {
  return [accessToken, appSecret];
}

/** The beginning of an answer of the wrong shape, as for one that is no JSON at all. */
export function excerptOfBody(credentials: GraphCredentials, body: unknown): string {
  return excerptOf(JSON.stringify(body), concealing(secretsOf(credentials)));
}

/** Meta may quote what it was sent ("Malformed access token …"), and its words are stored and shown to everybody. */
function concealing(secrets: readonly (string | null)[]): (text: string) => string {
  const spellings = secrets.flatMap((secret) => (secret ? [secret, encodeURIComponent(secret)] : []));
  return (text) => spellings.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}

function interpret(answer: {
  readonly status: number;
  readonly text: string;
  readonly usage: GraphUsage;
  readonly servedVersion: string | null;
  readonly conceal: (text: string) => string;
}): HttpAnswer {
  const { status, text, usage, servedVersion, conceal } = answer;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const trouble = networkTrouble(`an answer that is not JSON (HTTP ${status})`);
    return { ok: false, trouble, usage, excerpt: excerptOf(text, conceal) };
  }
  const failed = errorShape.safeParse(body);
  if (failed.success) {
    const error = failed.data.error;
    const trouble = classifyGraphError(
      {
        code: error.code,
        subcode: error.error_subcode,
        message: conceal(error.message),
        traceId: error.fbtrace_id,
        isTransient: error.is_transient,
        details: error.error_data?.details ?? null,
      },
      usage.regainAccessMinutes,
    );
    return { ok: false, trouble, usage, excerpt: null };
  }
  if (status >= 400 || typeof body !== "object" || body === null) {
    const trouble = networkTrouble(`an unexpected answer (HTTP ${status})`);
    return { ok: false, trouble, usage, excerpt: excerptOf(text, conceal) };
  }
  return { ok: true, body, usage, servedVersion };
}

/** Enough to see whose error page it was. Tokens that are not ours are taken out by their look. */
function excerptOf(text: string, conceal: (text: string) => string): string {
  return conceal(text)
    .replace(/EAA[A-Za-z0-9]{10,}/g, "[token]")
    .replace(/(access_token|appsecret_proof)(["'=:\s]+)[^"'&\s<]+/gi, "$1$2[secret]")
    .slice(0, excerptCharacters);
}

/** The agent's own limit counts from one byte to the next; this one counts to the last. */
async function readText(body: Dispatcher.ResponseData["body"], withinMs: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const deadline = setTimeout(() => body.destroy(new errors.BodyTimeoutError()), withinMs);
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maximumBodyBytes) throw new Error("an answer larger than 32 MB");
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(deadline);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function networkTrouble(message: string): GraphTrouble {
  return {
    kind: "transient",
    code: null,
    subcode: null,
    message,
    traceId: null,
    field: null,
    waitMinutes: null,
  };
}

const faultWords: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: "no connection within the time limit",
  UND_ERR_HEADERS_TIMEOUT: "no answer within the time limit",
  UND_ERR_BODY_TIMEOUT: "the answer did not end within the time limit",
  UND_ERR_SOCKET: "the connection was cut",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was cut",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
};

/** The fault by its code only: messages of the HTTP library may quote the URL. */
function describeNetworkFault(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  const text = typeof code === "string" ? code : "";
  return faultWords[text] ?? (text === "" ? "the connection failed" : `the connection failed (${text})`);
}

function header(value: string | string[] | undefined): string | null {
  return typeof value === "string" ? value : null;
}
