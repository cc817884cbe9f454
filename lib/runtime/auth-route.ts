import NextAuth from "next-auth";
import { getRuntime } from "./current.ts";

/** next-auth's own routes, with the options of the running process. */
export async function handleAuth(
  request: Request,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const handler = NextAuth(getRuntime().authOptions) as (
    request: Request,
    context: { params: Promise<{ nextauth: string[] }> },
  ) => Promise<Response>;
  return handler(request, context);
}
