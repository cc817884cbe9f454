import { request } from "undici";

/** What came of one sign of life; `detail` never holds the address, whose path is a secret. */
export interface HeartbeatAnswer {
  readonly ok: boolean;
  readonly detail: string;
}

const faults: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  UND_ERR_CONNECT_TIMEOUT: "no connection within the time limit",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
};

/**
 * Tells an outside watch that everything runs: one GET, as Healthchecks and its kin expect. Redirects are not followed:
 * an address that moved is a fault to see. Never throws.
 *
 * @param options.timeoutMs for the whole request.
 */
export function createHeartbeat(
  url: string,
  options: { readonly timeoutMs?: number } = {},
): () => Promise<HeartbeatAnswer> {
  const { timeoutMs = 10_000 } = options;
  return async () => {
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await request(url, { signal: deadline, headers: { accept: "*/*" } });
      // Short as these answers are, an endless one must not hold the connection.
      await answer.body.dump({ limit: 4_096, signal: deadline }).catch(() => undefined);
      const { statusCode } = answer;
      return { ok: statusCode >= 200 && statusCode < 300, detail: `HTTP ${statusCode}` };
    } catch (error) {
      if (deadline.aborted) return { ok: false, detail: `no answer within ${Math.ceil(timeoutMs / 1000)} s` };
      const { code: given } = error as { code?: unknown };
      const code = typeof given === "string" ? given : "";
      // By its code only: messages of the HTTP library may quote the address.
      return { ok: false, detail: faults[code] ?? `the connection failed${code === "" ? "" : ` (${code})`}` };
    }
  };
}
