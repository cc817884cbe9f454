import { countWaitingNumbers } from "../../adapters/db/spike-streams.ts";
import { listSpikeRows } from "../../adapters/db/spikes.ts";
import type { SpikesDto, SpikesQuery } from "../../contracts/spikes.ts";
import type { ServiceContext } from "../context.ts";
import { cursorInstant, decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { listDiscoveries } from "./list-discoveries.ts";
import { openSpikeNames } from "./open-spike-names.ts";
import { toSpikeDto } from "./spike-dto.ts";
import { readWatchSettings } from "./watch-settings.ts";

/** Rises of negative signals, the newest first. @throws ServiceError VALIDATION for a cursor that is not one of this list. */
export async function listSpikes(ctx: ServiceContext, query: SpikesQuery): Promise<SpikesDto> {
  requireRight(ctx, "quality.read");
  const cursor = decodeCursor(query.cursor, 2);
  const after = cursor === null ? null : { at: cursorInstant(cursor[0]), id: cursor[1] ?? "" };
  const [rows, names, waitingNumbers, discoveries, { words }] = await Promise.all([
    listSpikeRows(ctx.db, ctx.organizationId, query, { limit: query.limit + 1, after }),
    openSpikeNames(ctx),
    countWaitingNumbers(ctx.db, ctx.organizationId, ctx.clock.now()),
    listDiscoveries(ctx),
    readWatchSettings(ctx.db, ctx.organizationId),
  ]);
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.detectedAt.toISOString(), last.id]);
  return {
    data: page.map((spike) => toSpikeDto(spike, names, discoveries.spikeIds)),
    nextCursor,
    waitingNumbers,
    watchedNumbers: discoveries.watchedNumbers,
    promise: words,
  };
}
