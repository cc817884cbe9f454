import { createHash } from "node:crypto";
import type { Agent } from "undici";
import {
  askCircuit,
  closedCircuit,
  isForgettable,
  isOutage,
  noteCall,
  type Circuit,
} from "../../core/collection/call-circuit.ts";
import type { GraphAnswer, GraphCredentials, GraphUsage } from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import {
  callGraph,
  excerptOfBody,
  networkTrouble,
  type GraphRequest,
  type HttpAnswer,
} from "./graph-http.ts";
import { noUsage, worseUsage } from "./read-usage.ts";

export interface GraphClientOptions {
  readonly agent: Agent;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: { fraction(): number };
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** One read of the port: its calls, and what they cost and told together. */
export interface GraphSession {
  readonly baseUrl: string;
  readonly appId: string | null;
  call(request: GraphRequest): Promise<HttpAnswer>;
  answered<T>(value: T): GraphAnswer<T> & { ok: true };
  failed(trouble: GraphTrouble): GraphAnswer<never> & { ok: false };
  /** Passing trouble for an answer that is JSON and not what was asked for. Its beginning is logged. */
  misshapen(what: string, body: unknown): GraphTrouble;
}

/** At most three tries a call, after half to one second and one to two; longer waits are the scheduler's. */
const firstRetryMs = 1_000;
const warnOfSkewFromSeconds = 300;
const excerptEveryMs = 60_000;

/**
 * Opens sessions: retries of passing faults, a circuit breaker for each connection (core/collection/call-circuit.ts),
 * and warnings about what Meta's headers say. Circuits live in this process: several workers each find out alone.
 */
export function createGraphSessions(
  options: GraphClientOptions,
): (credentials: GraphCredentials) => GraphSession {
  const { clock, log, random } = options;
  const circuits = new Map<string, Circuit>();
  const warnOnce = createWarnOnce(log);
  let excerptLoggedAt = Number.NEGATIVE_INFINITY;

  async function call(
    credentials: GraphCredentials,
    request: GraphRequest,
    count: (usage: GraphUsage) => void,
  ): Promise<HttpAnswer> {
    const key = connectionKey(credentials);
    const verdict = askCircuit(circuits.get(key) ?? closedCircuit, clock.monotonicMs());
    if (!verdict.go) return resting;
    keep(key, verdict.circuit);
    for (let attempt = 1; ; attempt++) {
      const answer = await callGraph(options, credentials, request);
      count(answer.usage);
      if (answer.ok) {
        warnOnce.otherVersion(credentials.apiVersion, answer.servedVersion);
      } else {
        logExcerpt(credentials, answer.excerpt, answer.trouble);
      }
      warnOnce.skew(credentials.baseUrl, answer.usage.clockSkewSeconds);
      const passing = !answer.ok && answer.trouble.kind === "transient";
      const opened = (circuits.get(key)?.openUntil ?? null) !== null;
      if (!passing || attempt >= verdict.tries || opened) {
        const failed = !answer.ok && isOutage(answer.trouble);
        const end = { failed, probe: verdict.probe, nowMs: clock.monotonicMs(), jitter: random.fraction() };
        keep(key, noteCall(circuits.get(key) ?? closedCircuit, end));
        return answer;
      }
      await options.sleep(firstRetryMs * 2 ** (attempt - 1) * (0.5 + random.fraction() / 2));
    }
  }

  function keep(key: string, circuit: Circuit) {
    if (isForgettable(circuit, clock.monotonicMs())) circuits.delete(key);
    else circuits.set(key, circuit);
  }

  /** Whose error page it was, for the log; in a storm once a minute is enough. */
  function logExcerpt(credentials: GraphCredentials, excerpt: string | null, trouble: GraphTrouble) {
    const now = clock.monotonicMs();
    if (excerpt === null || now - excerptLoggedAt < excerptEveryMs) return;
    excerptLoggedAt = now;
    log.warn({ host: hostOf(credentials.baseUrl), excerpt }, `Meta's side sent ${trouble.message}`);
  }

  return (credentials) => {
    let calls = 0;
    let usage = noUsage;
    return {
      baseUrl: credentials.baseUrl,
      appId: credentials.appId,
      call: (request) =>
        call(credentials, request, (more) => {
          calls++;
          usage = worseUsage(usage, more);
        }),
      answered: (value) => ({ ok: true, value, calls, usage }),
      failed: (trouble) => ({ ok: false, trouble, calls, usage }),
      misshapen(what, body) {
        const trouble = networkTrouble(what);
        logExcerpt(credentials, excerptOfBody(credentials, body), trouble);
        return trouble;
      },
    };
  };
}

const resting: HttpAnswer = {
  ok: false,
  trouble: networkTrouble("several calls failed in a row, so the next ones wait a moment"),
  usage: noUsage,
  excerpt: null,
};

/** The same address with another token is another connection. The token itself is not kept. */
function connectionKey({ baseUrl, accessToken }: GraphCredentials): string {
  return `${baseUrl} ${createHash("sha256").update(accessToken).digest("base64")}`;
}

function createWarnOnce(log: Log) {
  const warned = new Set<string>();
  const once = (key: string, warn: () => void) => {
    if (warned.has(key)) return;
    warned.add(key);
    warn();
  };
  return {
    otherVersion(asked: string, served: string | null) {
      if (served === null || served === asked) return;
      once(`version ${asked} ${served}`, () =>
        log.warn({ asked, served }, "Meta served another Graph API version than the one asked for"),
      );
    },
    skew(baseUrl: string, seconds: number | null) {
      if (seconds === null || Math.abs(seconds) <= warnOfSkewFromSeconds) return;
      const host = hostOf(baseUrl);
      once(`skew ${host}`, () =>
        log.warn(
          { host, seconds },
          "this machine's clock and Meta's are more than five minutes apart; ours is used for all times",
        ),
      );
    },
  };
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}
