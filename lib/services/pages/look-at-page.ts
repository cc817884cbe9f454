import { findWatchedPage } from "../../adapters/db/watched-pages.ts";
import type { WatchedPageDto } from "../../contracts/pages.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toPageDto } from "./page-dto.ts";
import { storeLook } from "./store-look.ts";

/** Whoever may ask for looks must not use them to flood somebody's page. */
const secondsBetween = 60;

/**
 * Looks at a page because a person asked, also at one that is no longer watched. What comes of it, a failure too, is in the answer.
 *
 * @throws ServiceError NOT_FOUND; RATE_LIMITED within a minute after the last look.
 */
export async function lookAtPage(ctx: ServiceContext, id: string): Promise<WatchedPageDto> {
  requireRight(ctx, "registry.write");
  const page = await findWatchedPage(ctx.db, ctx.organizationId, id);
  if (page === null) throw notFound("The page");
  const beganAt = ctx.clock.now();
  const since = page.lookedAt === null ? Infinity : (beganAt.getTime() - page.lookedAt.getTime()) / 1000;
  if (since < secondsBetween) {
    throw new ServiceError("RATE_LIMITED", "This page was looked at less than a minute ago.", {
      retryAfterSeconds: Math.ceil(secondsBetween - since),
    });
  }
  const stored = await storeLook(ctx, id, await ctx.readPage(page.url), beganAt);
  if (stored === null) throw notFound("The page");
  return toPageDto(stored);
}
