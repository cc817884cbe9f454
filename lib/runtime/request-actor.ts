import { readSessionToken } from "../adapters/auth/read-session-token.ts";
import { checkApiKey } from "../services/api-keys/check-api-key.ts";
import type { Actor, ServiceContext } from "../services/context.ts";
import { ServiceError } from "../services/errors.ts";
import { checkSession } from "../services/sessions/check-session.ts";
import { getRuntime } from "./current.ts";

export interface Caller {
  readonly organizationId: string;
  readonly actor: Actor;
  /** How they proved it: browsers need protection against forged requests, programs do not. */
  readonly by: "session" | "api-key";
  readonly sessionId: string | null;
}

interface ReadableHeaders {
  get(name: string): string | null;
}

/** Who sends a request, by API key or session cookie; with a key, the cookie is not looked at. Null for nobody. */
export async function resolveCaller(headers: ReadableHeaders): Promise<Caller | null> {
  const { ports, sessionSecret, secureCookies } = getRuntime();
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const key = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
    if (key === undefined) return null;
    const found = await checkApiKey(ports, key, headers.get("x-staygreen-peer"));
    return found === null ? null : { ...found, by: "api-key", sessionId: null };
  }
  const session = await readSessionToken(headers.get("cookie"), sessionSecret, secureCookies);
  if (session === null) return null;
  const actor = await checkSession(ports, session);
  if (actor === null) return null;
  return { organizationId: session.organizationId, actor, by: "session", sessionId: session.sessionId };
}

/**
 * Refuses a changing request that another site makes with a person's cookie. Browsers always send one of the two
 * headers with such requests; programs that send neither hold the cookie themselves.
 *
 * @throws ServiceError FORBIDDEN
 */
export function refuseForgery(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const host = request.headers.get("host");
  const foreignSite = site !== null && site !== "same-origin" && site !== "none";
  const foreignOrigin = origin !== null && hostOf(origin) !== host && origin !== getRuntime().env.appUrl;
  if (foreignSite || foreignOrigin) {
    throw new ServiceError("FORBIDDEN", "This request came from another site and was refused.");
  }
}

export function toContext(caller: Caller, requestId: string | null): ServiceContext {
  const { ports } = getRuntime();
  const { organizationId, actor, sessionId } = caller;
  return { ...ports, organizationId, actor, requestId, sessionId };
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
