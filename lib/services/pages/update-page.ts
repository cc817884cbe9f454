import {
  countWatchedPages,
  findWatchedPage,
  holdWatchedPage,
  lockPages,
  setNextLook,
  updateWatchedPage,
} from "../../adapters/db/watched-pages.ts";
import type { UpdateWatchedPageBody, WatchedPageDto } from "../../contracts/pages.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toPageDto } from "./page-dto.ts";
import { mostPages } from "./watch-page.ts";

/** Looks at a page more or less often, or no longer. @throws ServiceError NOT_FOUND, CONFLICT when too many are watched */
export async function updatePage(
  ctx: ServiceContext,
  id: string,
  body: UpdateWatchedPageBody,
): Promise<WatchedPageDto> {
  requireRight(ctx, "registry.write");
  const { organizationId } = ctx;
  return inTransaction(ctx, async (tx) => {
    await lockPages(tx, organizationId);
    const page = await holdWatchedPage(tx, organizationId, id);
    if (page === null) throw notFound("The page");
    const everyHours = body.everyHours ?? page.everyHours;
    const wasWatched = page.nextLookAt !== null;
    const watching = body.watching ?? wasWatched;
    if (watching && !wasWatched && (await countWatchedPages(tx, organizationId)) >= mostPages) {
      throw new ServiceError("CONFLICT", `${mostPages} pages are watched already. Stop watching one first.`);
    }
    await updateWatchedPage(tx, organizationId, id, { everyHours });
    if (!watching) await setNextLook(tx, organizationId, id, null);
    // Who asks for another pace or begins again sees a look soon.
    else if (!wasWatched || everyHours !== page.everyHours) await setNextLook(tx, organizationId, id, 0);
    await recordAudit(tx, ctx, { action: "page.update", subject: id, detail: { everyHours, watching } });
    const stored = await findWatchedPage(tx, organizationId, id);
    if (stored === null) throw notFound("The page");
    return toPageDto(stored);
  });
}
