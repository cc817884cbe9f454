import { createHash } from "node:crypto";
import type { Endpoint } from "../contracts/endpoints.ts";
import { factLimits } from "../contracts/facts.ts";
import { ServiceError } from "../services/errors.ts";
import { ingestFacts } from "../services/facts/ingest-facts.ts";
import { withIdempotency } from "../services/idempotency/with-idempotency.ts";
import { refuse } from "./api-route.ts";
import { getRuntime } from "./current.ts";
import { problemResponse } from "./problem-response.ts";
import { BodyTooLarge, readBytes } from "./read-json-body.ts";
import { readFactItems, TooManyItems } from "./read-fact-items.ts";
import { refuseForgery, resolveCaller, toContext } from "./request-actor.ts";
import { createRequestAllowance } from "./request-allowance.ts";

const allowance = createRequestAllowance(() => performance.now());

/**
 * A route that takes facts: an object, an array or NDJSON, up to 10,000 rows or 10 MB. Rows are judged one by one by
 * the service; only a body that cannot be read at all is refused whole.
 */
export function factsRoute(
  endpoint: Endpoint,
  what: Parameters<typeof ingestFacts>[1],
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
    try {
      const caller = await resolveCaller(request.headers);
      if (caller === null) {
        throw new ServiceError(
          "UNAUTHENTICATED",
          "Sign in, or send an API key as Authorization: Bearer <key>.",
        );
      }
      if (caller.by === "session") refuseForgery(request);
      const wait = allowance.take(caller.actor.id);
      if (wait > 0) {
        throw new ServiceError(
          "RATE_LIMITED",
          "Too many requests. Send many rows in one: up to 10,000 as an array or NDJSON.",
          { retryAfterSeconds: wait },
        );
      }
      const ctx = toContext(caller, requestId);
      const bytes = await readBytes(request, factLimits.bytes);
      const run = async () => {
        const items = readFactItems(request.headers.get("content-type"), bytes);
        return { status: endpoint.status, body: await ingestFacts(ctx, what, items) };
      };
      const key = request.headers.get("idempotency-key");
      const answer =
        key === null
          ? await run()
          : await withIdempotency(ctx, { key, requestHash: hashOf(endpoint, bytes) }, run);
      return Response.json(answer.body, {
        status: answer.status,
        headers: { "cache-control": "no-store", "x-request-id": requestId },
      });
    } catch (error) {
      return refuseFacts(error, requestId);
    }
  };
}

function hashOf(endpoint: Endpoint, bytes: Uint8Array): string {
  // Keyed: a body may hold phone numbers, and a plain hash of those can be tried out.
  const body = createHash("sha256").update(bytes).digest("hex");
  return getRuntime().ports.hashToken(`${endpoint.method} ${endpoint.path} ${body}`);
}

function refuseFacts(error: unknown, requestId: string): Response {
  const tooLarge = { type: "urn:staygreen:problem:too-large", title: "Too large", status: 413 };
  const many = `holds more than ${factLimits.items.toLocaleString("en")} rows; send it in several requests`;
  const large = `is larger than ${factLimits.bytes / 1024 / 1024} MB; send it in several requests`;
  const message = error instanceof TooManyItems ? many : error instanceof BodyTooLarge ? large : null;
  if (message === null) return refuse(error, requestId);
  const detail = `The body ${message}. Nothing of it was stored.`;
  return problemResponse({ ...tooLarge, detail, errors: [{ path: "body", message }] }, requestId, null);
}
