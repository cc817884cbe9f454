import type { AuthOptions, CookiesOptions, LoggerInstance, Session, User } from "next-auth";
import { cookieName, sessionCookieName, sessionSeconds } from "./session-cookie.ts";
import { sessionRef, type SessionRef } from "./session-ref.ts";

/** The header in which our own HTTP server names the connection's address, replacing whatever a client sent. */
const peerAddressHeader = "x-staygreen-peer";

interface SignInTry {
  readonly email: string;
  readonly password: string;
  readonly address: string | null;
  readonly userAgent: string | null;
}

export type SignInAnswer =
  | { kind: "ok"; session: SessionRef }
  | { kind: "refused" }
  | { kind: "slow-down"; retryAfterSeconds: number };

export interface AuthWiring {
  /** Derived from the master secret for this purpose only. */
  readonly secret: string;
  /** True when people reach us over https. */
  readonly secureCookies: boolean;
  readonly signIn: (input: SignInTry) => Promise<SignInAnswer>;
  readonly signOut: (session: SessionRef) => Promise<void>;
  /** Whether the session's row still lets somebody in. */
  readonly isSessionLive: (session: SessionRef) => Promise<boolean>;
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
}

type SignedInUser = User & SessionRef;

/**
 * Sign-in with e-mail and password. The cookie holds an encrypted token that names a session row and no rights.
 *
 * Refusals reach the sign-in page as `?error=`: `CredentialsSignin`, `slow-down:<seconds>` or `unavailable`.
 */
export function createAuthOptions(wiring: AuthWiring): AuthOptions {
  return {
    secret: wiring.secret,
    useSecureCookies: wiring.secureCookies,
    cookies: cookies(wiring.secureCookies),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    jwt: { maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    logger: logger(wiring.log),
    providers: [
      {
        id: "credentials",
        name: "E-mail and password",
        type: "credentials",
        credentials: {
          email: { label: "E-mail", type: "email" },
          password: { label: "Password", type: "password" },
        },
        authorize: (credentials, request) => authorize(wiring, credentials, request.headers ?? {}),
      },
    ],
    callbacks: {
      jwt: async ({ token, user }) => {
        const signedIn = user as SignedInUser | undefined;
        if (signedIn !== undefined) {
          return {
            sub: signedIn.userId,
            organizationId: signedIn.organizationId,
            sessionId: signedIn.sessionId,
          };
        }
        const session = sessionRef(token);
        // Throwing makes next-auth answer "nobody" and clear the cookie.
        if (session === null || !(await wiring.isSessionLive(session))) throw new SessionEnded();
        return token;
      },
      session: ({ session, token }) => {
        const ref = sessionRef(token);
        if (ref === null) throw new SessionEnded();
        const user = { id: ref.userId, organizationId: ref.organizationId, sessionId: ref.sessionId };
        return { expires: session.expires, user } as Session;
      },
    },
    events: {
      signOut: async ({ token }) => {
        const session = sessionRef(token);
        if (session !== null) await wiring.signOut(session);
      },
    },
  };
}

class SessionEnded extends Error {
  override readonly name = "SessionEnded";
}

async function authorize(
  wiring: AuthWiring,
  credentials: Record<"email" | "password", unknown> | undefined,
  headers: Readonly<Record<string, unknown>>,
): Promise<SignedInUser | null> {
  const { email, password } = credentials ?? {};
  if (typeof email !== "string" || typeof password !== "string") return null;
  const answer = await tried(wiring, {
    email,
    password,
    address: textHeader(headers, peerAddressHeader),
    userAgent: textHeader(headers, "user-agent"),
  });
  switch (answer.kind) {
    case "ok":
      return { id: answer.session.userId, ...answer.session };
    case "refused":
      return null;
    case "slow-down":
      throw new Error(`slow-down:${answer.retryAfterSeconds}`);
  }
}

/** next-auth puts the message of a thrown error into the address bar: nothing internal may be in it. */
async function tried(wiring: AuthWiring, input: SignInTry): Promise<SignInAnswer> {
  try {
    return await wiring.signIn(input);
  } catch (error) {
    wiring.log.error({ error: String(error) }, "Sign-in failed for a reason of ours.");
    throw new Error("unavailable", { cause: error });
  }
}

function textHeader(headers: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function cookies(secure: boolean): Partial<CookiesOptions> {
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
  return {
    sessionToken: { name: sessionCookieName(secure), options },
    callbackUrl: { name: cookieName("callback-url", secure), options },
    csrfToken: { name: cookieName("csrf-token", secure), options },
  };
}

/** An ended session is everyday; the rest is worth a line. Debug output would hold tokens. */
function logger(log: AuthWiring["log"]): Partial<LoggerInstance> {
  return {
    error: (code, metadata) => {
      if (code !== "JWT_SESSION_ERROR")
        log.error({ code, error: reasonOf(metadata) }, "next-auth reported an error.");
    },
    warn: (code) => {
      log.warn({ code }, "next-auth reported a warning.");
    },
    debug: () => undefined,
  };
}

function reasonOf(metadata: Error | Readonly<Record<string, unknown>>): string {
  const error = metadata instanceof Error ? metadata : metadata["error"];
  return error instanceof Error ? error.message : "no reason given";
}
