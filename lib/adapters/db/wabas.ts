import type { WabaSighting } from "../../core/collection/graph-api-port.ts";
import type { Db } from "./open-database.ts";
import { newIdSql } from "./sql.ts";

export interface StoredWaba {
  readonly id: string;
  readonly state: "visible" | "lost";
  readonly nextProbeAt: Date | null;
  readonly droppedFields: readonly string[];
  readonly lostReason: unknown;
  readonly lastPolledAt: Date | null;
}

export async function listWabaRows(
  db: Db,
  organizationId: string,
  connectionId: string,
): Promise<StoredWaba[]> {
  const rows = await db.waba.findMany({ where: { organizationId, connectionId } });
  return rows.map((row) => ({ ...row, state: row.state as StoredWaba["state"] }));
}

/**
 * Keeps the tree of the portfolio; an absent name never erases a known one. Once a WABA's own node was read, name and
 * owner are what it says: a list shows clients' WABAs too, which belong to another portfolio.
 */
export async function upsertWabas(
  db: Db,
  place: { organizationId: string; connectionId: string; portfolioId: string | null; at: Date },
  wabas: readonly WabaSighting[],
): Promise<void> {
  if (wabas.length === 0) return;
  await db.$executeRaw`
    insert into waba (organization_id, connection_id, portfolio_id, first_seen_at, id, name, state, dropped_fields)
    select ${place.organizationId}, ${place.connectionId}, ${place.portfolioId}, ${place.at}, r.id, r.name, 'visible', '{}'
    from jsonb_to_recordset(${JSON.stringify(wabas)}::jsonb) as r(id text, name text)
    on conflict (organization_id, id) do update set connection_id = excluded.connection_id,
      portfolio_id = case when waba.details_at is null then coalesce(excluded.portfolio_id, waba.portfolio_id)
        else coalesce(waba.portfolio_id, excluded.portfolio_id) end,
      name = case when waba.details_at is null then coalesce(excluded.name, waba.name)
        else coalesce(waba.name, excluded.name) end`;
}

/**
 * Notes that a WABA was read. When the last reading is longer ago than `blindAfterSeconds`, the stretch in between is
 * kept as a gap of its history.
 */
export async function markWabaPolled(
  db: Db,
  waba: { organizationId: string; id: string },
  reading: { at: Date; blindAfterSeconds: number; droppedFields: readonly string[] },
): Promise<void> {
  const { at } = reading;
  await db.$executeRawUnsafe(
    `insert into blind_stretch (organization_id, waba_id, id, occurred_at, ended_at, recorded_at)
     select organization_id, id, ${newIdSql}, last_polled_at, $3::timestamptz, $3::timestamptz from waba
     where organization_id = $1 and id = $2
       and $3::timestamptz - last_polled_at > make_interval(secs => $4::double precision)`,
    waba.organizationId,
    waba.id,
    at,
    reading.blindAfterSeconds,
  );
  await db.waba.update({
    where: { organizationId_id: { organizationId: waba.organizationId, id: waba.id } },
    data: {
      state: "visible",
      lostSince: null,
      nextProbeAt: null,
      lastPolledAt: at,
      droppedFields: [...reading.droppedFields],
    },
  });
}

/** Sets a WABA aside until the next probe; `lostReason` stays readable on the collector page. */
export async function markWabaLost(
  db: Db,
  waba: { organizationId: string; id: string },
  lost: { at: Date; nextProbeAt: Date; reason: unknown },
): Promise<void> {
  await db.$executeRaw`
    update waba set state = 'lost', lost_since = coalesce(lost_since, ${lost.at}), next_probe_at = ${lost.nextProbeAt},
      lost_reason = ${JSON.stringify(lost.reason)}::jsonb
    where organization_id = ${waba.organizationId} and id = ${waba.id}`;
}

export interface WabaPollRow {
  readonly wabaId: string;
  readonly outcome: "complete" | "incomplete" | "failed" | "lost";
  readonly numberCount: number;
  readonly callCount: number;
  readonly error: unknown;
}

/** What a round saw of a WABA; written again with the newer reading when a killed round is taken up. */
export async function recordWabaPoll(
  db: Db,
  run: { organizationId: string; pollRunId: string },
  at: Date,
  row: WabaPollRow,
): Promise<void> {
  await db.$executeRaw`
    insert into waba_poll (organization_id, waba_id, poll_run_id, occurred_at, recorded_at, outcome, number_count, call_count, error)
    values (${run.organizationId}, ${row.wabaId}, ${run.pollRunId}, ${at}, ${at}, ${row.outcome}, ${row.numberCount},
      ${row.callCount}, ${row.error === null ? null : JSON.stringify(row.error)}::jsonb)
    on conflict (organization_id, waba_id, poll_run_id) do update set occurred_at = excluded.occurred_at,
      outcome = excluded.outcome, number_count = excluded.number_count, call_count = excluded.call_count, error = excluded.error`;
}

/** The fields that Meta refused for a WABA, as they are remembered ("v25.0:field"). */
export async function listDroppedFields(
  db: Db,
  waba: { organizationId: string; id: string },
): Promise<readonly string[]> {
  const row = await db.waba.findUnique({
    where: { organizationId_id: { organizationId: waba.organizationId, id: waba.id } },
    select: { droppedFields: true },
  });
  return row?.droppedFields ?? [];
}

export async function portfolioObservedAt(db: Db, organizationId: string, id: string): Promise<Date | null> {
  const row = await db.portfolio.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return row?.observedAt ?? null;
}
