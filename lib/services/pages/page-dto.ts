import type { StoredWatchedPage } from "../../adapters/db/watched-pages.ts";
import type { WatchedPageDto } from "../../contracts/pages.ts";
import { pageState } from "../../core/pages/page-look.ts";

/** A watched page as the API tells it. */
export function toPageDto(page: StoredWatchedPage): WatchedPageDto {
  const { id, url, activationMethodId, sourceId, addedBy, everyHours, detail, version } = page;
  return {
    ...{ id, url, activationMethodId, sourceId, addedBy, everyHours, detail, version },
    watching: page.nextLookAt !== null,
    state: pageState(page.state),
    addedAt: page.addedAt.toISOString(),
    nextLookAt: page.nextLookAt?.toISOString() ?? null,
    lookedAt: page.lookedAt?.toISOString() ?? null,
    readAt: page.readAt?.toISOString() ?? null,
    failingSince: page.failingSince?.toISOString() ?? null,
    changedAt: page.changedAt?.toISOString() ?? null,
  };
}
