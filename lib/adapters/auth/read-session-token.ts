import { decode } from "next-auth/jwt";
import { sessionCookieName } from "./session-cookie.ts";
import { sessionRef, type SessionRef } from "./session-ref.ts";

/**
 * Which session a request claims, from its `cookie` header. Null without a cookie and for one that is not ours, was
 * changed or is past its 12 hours. The caller still has to check the session's row.
 */
export async function readSessionToken(
  cookieHeader: string | null | undefined,
  secret: string,
  secureCookies: boolean,
): Promise<SessionRef | null> {
  const token = readCookie(cookieHeader ?? "", sessionCookieName(secureCookies));
  if (token === null) return null;
  try {
    return sessionRef(await decode({ token, secret }));
  } catch {
    // Whatever is wrong with it, it names no session.
    return null;
  }
}

function readCookie(header: string, name: string): string | null {
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at !== -1 && pair.slice(0, at).trim() === name) {
      const value = pair.slice(at + 1).trim();
      return value === "" ? null : value;
    }
  }
  return null;
}
