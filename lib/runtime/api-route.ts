import type { z } from "zod";
import type { Endpoint } from "../contracts/endpoints.ts";
import type { ServiceContext, ServicePorts } from "../services/context.ts";
import { invalid, isServiceError, ServiceError } from "../services/errors.ts";
import { withIdempotency } from "../services/idempotency/with-idempotency.ts";
import { getRuntime } from "./current.ts";
import { problemResponse, toProblem } from "./problem-response.ts";
import { readJsonBody } from "./read-json-body.ts";
import { refuseForgery, resolveCaller, toContext } from "./request-actor.ts";

type Output<T> = T extends z.ZodType ? z.output<T> : undefined;

export interface RouteInput<E extends Endpoint> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Output<E["query"]>;
  readonly body: Output<E["body"]>;
}

interface NextRouteContext {
  /** Undefined for routes without a placeholder, whatever the types of Next.js say. */
  readonly params: Promise<Record<string, string | string[] | undefined>>;
}

/**
 * The one way in for the HTTP API: who asks, is the request theirs, does it fit the schema, then the service, then
 * JSON. Every refusal is problem+json. Rights are the service's business; nobody signed in gets this far.
 */
export function apiRoute<E extends Endpoint>(
  endpoint: E,
  handle: (ctx: ServiceContext, input: RouteInput<E>) => Promise<unknown>,
): (request: Request, next: NextRouteContext) => Promise<Response> {
  return async (request, next) => {
    const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
    try {
      const caller = await resolveCaller(request.headers);
      if (caller === null) {
        throw new ServiceError(
          "UNAUTHENTICATED",
          "Sign in, or send an API key as Authorization: Bearer <key>.",
        );
      }
      const changes = endpoint.method !== "GET";
      if (changes && caller.by === "session") refuseForgery(request);
      const ctx = toContext(caller, requestId);
      const params = withoutNul(await readParams(next));
      const query = readValidQuery(endpoint, request);
      const raw = endpoint.body === undefined ? undefined : await readJsonBody(request);
      const body = parse(endpoint.body, raw, "body") as Output<E["body"]>;
      const run = async () => ({ status: endpoint.status, body: await handle(ctx, { params, query, body }) });
      const repeatable = changes && endpoint.keepsNoAnswer !== true;
      const key = repeatable ? request.headers.get("idempotency-key") : null;
      const answer =
        key === null
          ? await run()
          : await withIdempotency(ctx, { key, requestHash: hashRequest(endpoint, params, raw) }, run);
      return toResponse(answer, requestId);
    } catch (error) {
      return refuse(error, requestId);
    }
  };
}

/** A route of the API that is not JSON in, JSON out, for anyone who is signed in. */
export function signedInRoute(
  handle: (ctx: ServiceContext) => Response | Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
    try {
      const caller = await resolveCaller(request.headers);
      if (caller === null) throw new ServiceError("UNAUTHENTICATED", "Sign in first.");
      return await handle(toContext(caller, requestId));
    } catch (error) {
      return refuse(error, requestId);
    }
  };
}

/** A route for people who cannot sign in yet; listed in contracts/public-routes.ts. */
export function publicRoute<E extends Endpoint>(
  endpoint: E,
  handle: (
    ports: ServicePorts,
    input: { body: Output<E["body"]>; address: string | null },
  ) => Promise<unknown>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
    try {
      refuseForgery(request);
      const body = parse(endpoint.body, await readJsonBody(request), "body") as Output<E["body"]>;
      const address = request.headers.get("x-staygreen-peer");
      const answer = { status: endpoint.status, body: await handle(getRuntime().ports, { body, address }) };
      return toResponse(answer, requestId);
    } catch (error) {
      return refuse(error, requestId);
    }
  };
}

/** @throws ServiceError VALIDATION for a query that the endpoint does not know. */
export function readValidQuery<E extends Endpoint>(endpoint: E, request: Request): Output<E["query"]> {
  return parse(endpoint.query, withoutNul(readQuery(request)), "query") as Output<E["query"]>;
}

/** A refusal for anything thrown: ours by its code, everything else as a plain 500 with the reason in the log only. */
export function refuse(error: unknown, requestId: string): Response {
  if (!isServiceError(error)) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    getRuntime().ports.log.error({ requestId, error: reason }, "request failed");
  }
  return problemResponse(toProblem(error), requestId, retryAfter(error));
}

function toResponse(answer: { status: number; body: unknown }, requestId: string): Response {
  const headers = { "cache-control": "no-store", "x-request-id": requestId };
  // Another form than JSON, chosen by the query.
  if (answer.body instanceof Response) {
    for (const [name, value] of Object.entries(headers)) answer.body.headers.set(name, value);
    return answer.body;
  }
  if (answer.status === 204) return new Response(null, { status: 204, headers });
  return Response.json(answer.body ?? null, { status: answer.status, headers });
}

function parse(schema: z.ZodType | undefined, raw: unknown, where: "query" | "body"): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(raw ?? {});
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "is not a known field" }))
      : [{ path: issue.path.join("."), message: issue.message }],
  );
  throw new ServiceError("VALIDATION", `The ${where} is not valid.`, { faults });
}

/** PostgreSQL cannot hold U+0000: an answer here, not a fault there. */
function withoutNul(values: Record<string, string>): Record<string, string> {
  const name = Object.keys(values).find((key) => values[key]?.includes("\u0000"));
  if (name !== undefined) throw invalid(name, "contains the character U+0000");
  return values;
}

function readQuery(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

async function readParams(next: NextRouteContext): Promise<Record<string, string>> {
  const params = (await next.params) as Record<string, string | string[] | undefined> | undefined;
  const entries = Object.entries(params ?? {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join("/") : (value ?? "")]),
  );
}

function hashRequest(endpoint: Endpoint, params: Readonly<Record<string, string>>, body: unknown): string {
  const parts = [endpoint.method, endpoint.path, params, body ?? null];
  // Keyed: a body may hold phone numbers, and a plain hash of those can be tried out.
  return getRuntime().ports.hashToken(JSON.stringify(parts));
}

function retryAfter(error: unknown): number | null {
  return isServiceError(error) ? (error.details.retryAfterSeconds ?? null) : null;
}
