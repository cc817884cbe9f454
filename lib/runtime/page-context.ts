import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ServiceContext } from "../services/context.ts";
import { resolveCaller, toContext } from "./request-actor.ts";

/** The context of a signed-in person for a page; everyone else is sent to sign in and comes back afterwards. */
export async function requirePageContext(): Promise<ServiceContext> {
  const requestHeaders = await headers();
  const caller = await resolveCaller(requestHeaders);
  if (caller?.by !== "session") redirect("/sign-in");
  return toContext(caller, requestHeaders.get("x-request-id"));
}
