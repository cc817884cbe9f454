import {
  countWatchedPages,
  findPageOfSubject,
  findWatchedPage,
  insertWatchedPage,
  lockPages,
  setNextLook,
  updateWatchedPage,
} from "../../adapters/db/watched-pages.ts";
import type { WatchedPageDto, WatchPageBody } from "../../contracts/pages.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { appendEvidence } from "../evidence/append-evidence.ts";
import { readEvidenceSubject } from "../evidence/evidence-subject.ts";
import { requireRight } from "../require-right.ts";
import { toPageDto } from "./page-dto.ts";

/** So many pages of one organization are looked at. */
export const mostPages = 200;

/**
 * Seals a public page's address and looks at it from now on. The same page of the same method or source is watched once: asked for
 * again it goes on, as often as asked now.
 *
 * @throws ServiceError VALIDATION for an address that may not be fetched, and as `readEvidenceSubject` does; CONFLICT when too many are watched.
 */
export async function watchPage(ctx: ServiceContext, body: WatchPageBody): Promise<WatchedPageDto> {
  requireRight(ctx, "registry.write");
  // What stands behind "#" is never sent.
  const url = new URL(body.url);
  url.hash = "";
  const refusal = ctx.checkPageUrl(url.href);
  if (refusal !== null) {
    throw new ServiceError("VALIDATION", refusal, { faults: [{ path: "url", message: refusal }] });
  }
  const { organizationId } = ctx;
  return inTransaction(ctx, async (tx) => {
    await lockPages(tx, organizationId);
    const now = ctx.clock.now();
    const { activationMethodId, sourceId } = await readEvidenceSubject(tx, organizationId, body, now);
    const subject = { url: url.href, activationMethodId, sourceId };
    const known = await findPageOfSubject(tx, organizationId, subject);
    const isMore = known === null || known.nextLookAt === null;
    if (isMore && (await countWatchedPages(tx, organizationId)) >= mostPages) {
      throw new ServiceError("CONFLICT", `${mostPages} pages are watched already. Stop watching one first.`);
    }
    const id = known?.id ?? ctx.random.id(now);
    if (known === null) {
      await insertWatchedPage(tx, {
        ...{ organizationId, id, ...subject, everyHours: body.everyHours },
        ...{
          addedAt: now,
          addedBy: ctx.actor.name,
          state: "waiting",
          detail: null,
          version: 0,
          textHash: null,
        },
        ...{ lookedAt: null, readAt: null, failingSince: null, changedAt: null },
      });
    } else {
      await updateWatchedPage(tx, organizationId, id, { everyHours: body.everyHours });
      if (isMore) await setNextLook(tx, organizationId, id, 0);
    }
    await recordAudit(tx, ctx, {
      action: "page.watch",
      subject: id,
      detail: { everyHours: body.everyHours },
    });
    if (known === null) {
      await appendEvidence(tx, ctx, [
        {
          id: ctx.random.id(now),
          kind: "page-link",
          activationMethodId,
          ...(sourceId === null ? {} : { sourceId }),
          occurredAt: now,
          body: { url: url.href, note: null },
        },
      ]);
    }
    const stored = await findWatchedPage(tx, organizationId, id);
    if (stored === null) throw notFound("The page");
    return toPageDto(stored);
  });
}
