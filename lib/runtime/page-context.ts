import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { ServiceContext } from "../services/context.ts";
import { resolveCaller, toContext } from "./request-actor.ts";

/**
 * The context of a signed-in person for a page; everyone else is sent to sign in and comes back afterwards. The layout and
 * the page of one request ask once.
 */
export const requirePageContext = cache(async (): Promise<ServiceContext> => {
  const requestHeaders = await headers();
  const caller = await resolveCaller(requestHeaders);
  if (caller?.by !== "session") redirect(signInAddress(requestHeaders.get("x-staygreen-path")));
  return toContext(caller, requestHeaders.get("x-request-id"));
});

/** The landing page of the role is the default, so the overview is not worth coming back to. */
function signInAddress(path: string | null): string {
  const url = new URL(path ?? "/", "http://here");
  // Next.js adds this to its own data requests.
  url.searchParams.delete("_rsc");
  const next = url.pathname + url.search;
  return next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}
