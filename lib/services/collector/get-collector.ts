import {
  lastSchedulerBeat,
  listDroppedReadFields,
  listNewestPolls,
  listReadKinds,
} from "../../adapters/db/collector-connections.ts";
import { listConnectionGaps } from "../../adapters/db/collector-gaps.ts";
import {
  countNumberReadings,
  listCollectorWabas,
  type NumberReadings,
} from "../../adapters/db/collector-wabas.ts";
import { listConnectionRows } from "../../adapters/db/connections.ts";
import type { CollectorDto, CollectorGap, CollectorQuery, CollectorWaba } from "../../contracts/collector.ts";
import { missedPollsAllowed } from "../../core/collection/freshness.ts";
import { toPollRunDto } from "../connections/list.ts";
import type { ServiceContext } from "../context.ts";
import { readHeartbeat } from "../silence/beat-heart.ts";
import { requireRight } from "../require-right.ts";
import { toCollectorConnection } from "./connection-dto.ts";
import { pageNumbers } from "./page-numbers.ts";
import { readDifferences } from "./read-differences.ts";
import { readWebhooks } from "./read-webhooks.ts";
import { toCollectorWaba, wabaTrouble } from "./waba-dto.ts";

const dayMs = 86_400_000;
const gapDays = 30;
const mostGaps = 500;
const mostWabas = 1_000;
const pollsShown = 20;
const defaultPollSeconds = 600;

/**
 * What the collector knows about itself: what is read, how old that is, what stands in its way, what came by webhook,
 * where the two disagree, and when nobody looked. A fixed number of statements, whatever the number of accounts.
 *
 * @throws ServiceError VALIDATION for a cursor that is not one of this list.
 */
export async function getCollector(ctx: ServiceContext, query: CollectorQuery): Promise<CollectorDto> {
  requireRight(ctx, "collector.read");
  const { db, organizationId } = ctx;
  const now = ctx.clock.now();
  const [
    connections,
    polls,
    reads,
    droppedFields,
    wabaRows,
    readings,
    web,
    told,
    gaps,
    numbers,
    beatAt,
    watch,
  ] = await Promise.all([
    listConnectionRows(db, organizationId),
    listNewestPolls(db, organizationId, pollsShown),
    listReadKinds(db, organizationId),
    listDroppedReadFields(db, organizationId),
    listCollectorWabas(db, organizationId),
    countNumberReadings(db, organizationId),
    readWebhooks(ctx, now),
    readDifferences(ctx, now),
    readGaps(ctx, now),
    pageNumbers(ctx, query, now),
    lastSchedulerBeat(db),
    readHeartbeat(ctx),
  ]);
  const secondsOf = new Map(connections.map((one) => [one.id, one.pollIntervalSeconds]));
  const readingsOf = new Map<string, NumberReadings[]>();
  for (const reading of readings) {
    const own = readingsOf.get(reading.wabaId);
    if (own === undefined) readingsOf.set(reading.wabaId, [reading]);
    else own.push(reading);
  }
  const wabas = wabaRows.map((row) =>
    toCollectorWaba(row, {
      now,
      pollIntervalSeconds: secondsOf.get(row.connectionId) ?? defaultPollSeconds,
      readings: readingsOf.get(row.id) ?? [],
      webhookEvents: web.eventsOf.get(row.id) ?? null,
    }),
  );
  const shown = worstFirst(wabas).slice(0, mostWabas);
  return {
    asOf: now.toISOString(),
    connections: connections.map((row) => {
      const mine = ({ connectionId }: { connectionId: string }) => connectionId === row.id;
      return toCollectorConnection(row, {
        now,
        polls: polls.filter(mine).map(toPollRunDto),
        reads: reads.filter(mine),
        droppedFields,
        wabas: wabas.filter(mine),
        readings: readings.filter(mine),
      });
    }),
    wabas: shown,
    wabasLeftOut: wabas.length - shown.length,
    numbers,
    webhooks: web.webhooks,
    ...told,
    gaps,
    scheduler: { lastBeatAt: beatAt?.toISOString() ?? null },
    heartbeat: {
      state: ctx.pingHeartbeat === null ? "off" : "on",
      lastOkAt: watch.lastOkAt?.toISOString() ?? null,
      failedAt: watch.failedAt?.toISOString() ?? null,
      failedStatus: watch.failedStatus,
    },
  };
}

function worstFirst(wabas: readonly CollectorWaba[]): CollectorWaba[] {
  return wabas
    .map((waba) => ({ waba, trouble: wabaTrouble(waba) }))
    .sort((a, b) => b.trouble - a.trouble)
    .map(({ waba }) => waba);
}

async function readGaps(
  ctx: Pick<ServiceContext, "db" | "organizationId">,
  now: Date,
): Promise<CollectorDto["gaps"]> {
  const from = new Date(now.getTime() - gapDays * dayMs);
  const rows = await listConnectionGaps(ctx.db, ctx.organizationId, {
    from,
    now,
    missedPollsAllowed,
    limit: mostGaps,
  });
  return {
    from: from.toISOString(),
    total: rows[0]?.total ?? 0,
    data: rows.map((row): CollectorGap => ({
      connectionId: row.connectionId,
      from: row.from.toISOString(),
      to: row.lasts ? null : row.to.toISOString(),
      wabas: row.wabas,
    })),
  };
}
