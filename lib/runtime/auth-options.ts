import type { AuthOptions } from "next-auth";
import { createAuthOptions } from "../adapters/auth/next-auth-options.ts";
import type { ServicePorts } from "../services/context.ts";
import { checkSession } from "../services/sessions/check-session.ts";
import { signIn } from "../services/sessions/sign-in.ts";
import { signOut } from "../services/sessions/sign-out.ts";

/** next-auth's options over our sessions: it holds the cookie, our rows decide. */
export function buildAuthOptions(
  ports: ServicePorts,
  cookie: { secret: string; secureCookies: boolean },
): AuthOptions {
  return createAuthOptions({
    ...cookie,
    signIn: (input) => signIn(ports, input),
    signOut: (session) => signOut(ports, session),
    isSessionLive: async (session) => (await checkSession(ports, session)) !== null,
    log: ports.log,
  });
}
