import NextAuth from "next-auth";
import { getRuntime } from "./current.ts";
import { problemResponse } from "./problem-response.ts";

interface NextAuthContext {
  readonly params: Promise<{ nextauth: string[] }>;
}

/**
 * next-auth's own routes, with the options of the running process. Too many tries answer 429 with Retry-After, as
 * everywhere else; next-auth itself knows one refusal only.
 */
export async function handleAuth(request: Request, context: NextAuthContext): Promise<Response> {
  const handler = NextAuth(getRuntime().authOptions) as (
    request: Request,
    context: NextAuthContext,
  ) => Promise<Response>;
  const response = await handler(request, context);
  const seconds = response.status === 401 ? slowDownSeconds(await response.clone().text()) : null;
  if (seconds === null) return response;
  return problemResponse(
    {
      type: "urn:staygreen:problem:rate-limited",
      title: "Too many requests",
      status: 429,
      detail: `Too many tries to sign in. Wait ${Math.ceil(seconds / 60)} min and try again.`,
    },
    crypto.randomUUID(),
    seconds,
  );
}

/** The waiting time that our sign-in put into next-auth's error address. */
function slowDownSeconds(body: string): number | null {
  const match = /slow-down(?::|%3A)(\d+)/i.exec(body)?.[1];
  return match === undefined ? null : Number(match);
}
