import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, request } from "undici";
import { systemClock } from "../clock.ts";
import { createOutboundGuard, portOf, type OutboundGuard } from "./outbound-guard.ts";
import { retryAfterSeconds } from "./retry-after.ts";

/** What became of a request. */
export type HttpOutcome =
  | {
      kind: "response";
      status: number;
      /** At most `maxResponseBytes` of it; what had come when the time ran out or the connection broke. */
      body: string;
      retryAfterSeconds: number | null;
    }
  /** Nothing was sent. `permanent` when the URL's text is at fault, and not what its name happens to resolve to now. */
  | { kind: "refused"; reason: string; permanent: boolean }
  | { kind: "network-error"; reason: string }
  | { kind: "timeout"; reason: string };

/** The one HTTP client for addresses that users set. */
export interface GuardedHttp {
  /** Never throws and follows no redirects; reasons never quote the URL, which may hold a secret. */
  post(
    url: string,
    message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<HttpOutcome>;
  /** Why this URL would be refused, in words for the person who enters it, or null. Does not look names up. */
  check(url: string): string | null;
  /** Waits for requests under way; none outlives the time limit. */
  close(): Promise<void>;
}

export interface GuardedHttpOptions {
  /** OUTBOUND_ALLOW: host names, host:port, IP addresses, CIDR ranges. */
  readonly allow: readonly string[];
  /** For the whole request: name look-up, connection, answer. */
  readonly timeoutMs?: number;
  readonly maxResponseBytes?: number;
  readonly now?: () => Date;
  /** All addresses of a name; the system's resolver unless a test gives another. */
  readonly resolve?: (hostname: string) => Promise<readonly LookupAddress[]>;
}

/** Carries the guard's words through the connection code, which knows only errors. */
export class RefusedAddressError extends Error {
  override readonly name = "RefusedAddressError";
}

/** @throws SettingsError when an entry of `allow` cannot be read. */
export function createGuardedHttp(options: GuardedHttpOptions): GuardedHttp {
  const { timeoutMs = 15_000, maxResponseBytes = 65_536, now = () => systemClock.now() } = options;
  const guard = createOutboundGuard(options.allow);
  const agent = new Agent({
    connect: guardedConnector(guard, options.resolve ?? resolveBySystem, timeoutMs),
    // No connection is kept: each request resolves and checks anew, and none dies on a connection closed in the meantime.
    pipelining: 0,
    // The deadline below covers everything; these would only cut the same time into smaller parts.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  return {
    check: (url) => guard.checkUrl(url),
    close: () => agent.close(),
    async post(url, message) {
      const refusal = guard.checkUrl(url);
      if (refusal !== null) return { kind: "refused", reason: refusal, permanent: true };
      const deadline = new AbortController();
      const timer = setTimeout(() => {
        deadline.abort();
      }, timeoutMs);
      try {
        const response = await request(new URL(url), {
          dispatcher: agent,
          method: "POST",
          headers: { "accept-encoding": "identity", ...message.headers },
          body: message.body,
          signal: deadline.signal,
        });
        const retryAfter = response.headers["retry-after"];
        return {
          kind: "response",
          status: response.statusCode,
          body: await readAtMost(response.body, maxResponseBytes),
          retryAfterSeconds: retryAfterSeconds(typeof retryAfter === "string" ? retryAfter : null, now()),
        };
      } catch (error) {
        if (error instanceof RefusedAddressError) {
          return { kind: "refused", reason: error.message, permanent: false };
        }
        if (deadline.signal.aborted) {
          return { kind: "timeout", reason: `no answer within ${Math.ceil(timeoutMs / 1000)} s` };
        }
        return { kind: "network-error", reason: describeFault(error) };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Connects only to addresses that the guard has seen: what it checked is what the socket gets, with no second look-up. */
export function guardedConnector(
  guard: OutboundGuard,
  resolve: (hostname: string) => Promise<readonly LookupAddress[]>,
  timeoutMs: number,
): buildConnector.connector {
  return (target, callback) => {
    const port = portOf(new URL(`${target.protocol}//host:${target.port}`));
    const host = target.hostname.replace(/^\[|\]$/g, "");
    // Node asks the look-up hook about names only, never about addresses written out.
    const refusal = isIP(host) === 0 ? null : guard.checkAddress(host, port, host);
    if (refusal !== null) {
      callback(new RefusedAddressError(refusal), null);
      return;
    }
    const lookup: LookupFunction = (hostname, { all }, done) => {
      resolve(hostname)
        .then((addresses) => permitted(guard, hostname, port, addresses))
        .then(
          (addresses) => {
            const [first] = addresses;
            if (all === true) done(null, [...addresses]);
            else done(null, first?.address ?? "", first?.family);
          },
          (error: unknown) => done(error as NodeJS.ErrnoException, "", 0),
        );
    };
    buildConnector({ timeout: timeoutMs, lookup })(target, callback);
  };
}

function permitted(
  guard: OutboundGuard,
  hostname: string,
  port: number,
  addresses: readonly LookupAddress[],
): readonly LookupAddress[] {
  const judged = addresses.map((found) => ({
    found,
    refusal: guard.checkAddress(hostname, port, found.address),
  }));
  const good = judged.filter(({ refusal }) => refusal === null).map(({ found }) => found);
  if (good.length > 0) return good;
  throw new RefusedAddressError(judged[0]?.refusal ?? `${hostname} has no address.`);
}

export function resolveBySystem(hostname: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });
}

/** The status is known by now: whatever befalls the rest of the answer, the receiver has spoken. */
async function readAtMost(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk.subarray(0, limit - size));
      size += chunk.byteLength;
      // Leaving the loop destroys the stream and its connection.
      if (size >= limit) break;
    }
  } catch {
    // Cut off or too slow: what has come is the answer.
  }
  return Buffer.concat(chunks).toString("utf8");
}

const faultWords: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: "no connection within the time limit",
  UND_ERR_SOCKET: "the connection was cut",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was cut",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
  ENETUNREACH: "the network cannot be reached",
  EHOSTUNREACH: "the host cannot be reached",
};

/** By its code only: messages of the HTTP library may quote the URL. */
export function describeFault(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== "string") return "the connection failed";
  const known = faultWords[code];
  if (known !== undefined) return known;
  return /CERT|SIGNATURE|SSL|TLS/.test(code)
    ? `the secure connection failed (${code})`
    : `the connection failed (${code})`;
}
