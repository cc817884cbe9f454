import { landingPages } from "@/lib/core/access/rights.ts";
import { signedInRoute } from "@/lib/runtime/api-route.ts";

/** Sends each person to the page that answers the question they come with. */
export const GET = signedInRoute(
  (ctx) => new Response(null, { status: 303, headers: { location: landingPages[ctx.actor.role] } }),
);
