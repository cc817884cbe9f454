import { findWatchedPage } from "../../adapters/db/watched-pages.ts";
import type { WatchedPageDto } from "../../contracts/pages.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toPageDto } from "./page-dto.ts";

/** One watched page. @throws ServiceError NOT_FOUND */
export async function getPage(ctx: ServiceContext, id: string): Promise<WatchedPageDto> {
  requireRight(ctx, "registry.read");
  const page = await findWatchedPage(ctx.db, ctx.organizationId, id);
  if (page === null) throw notFound("The page");
  return toPageDto(page);
}
