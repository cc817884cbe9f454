import type { GuardVerdict, GuardLack } from "../../core/guard/judge-guard.ts";
import { epochDays, youngDays, type StreamKind } from "../../core/detection/stream-stand.ts";
import type { LaunchGuard } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

const guardLock = 7_415_013;

/** Watching is one process's work at a time. False: another one is at it. Ends with the transaction. */
export async function lockGuards(db: Db, organizationId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(${guardLock}::int, hashtext(${organizationId})) as mine`;
  return row?.mine ?? false;
}

/** The watch over one launch as it is stored. Days since 1970, UTC. */
export interface StoredGuard extends LaunchGuard {
  readonly kind: "method" | "part" | "unannounced";
  readonly verdict: GuardVerdict;
  readonly lack: GuardLack | null;
  readonly stream: StreamKind;
}

export async function listGuardRows(db: Db, organizationId: string): Promise<StoredGuard[]> {
  return (await db.launchGuard.findMany({
    where: { organizationId },
    orderBy: [{ launchedAt: "desc" }, { id: "asc" }],
  })) as StoredGuard[];
}

export async function findGuard(db: Db, organizationId: string, id: string): Promise<StoredGuard | null> {
  return (await db.launchGuard.findUnique({
    where: { organizationId_id: { organizationId, id } },
  })) as StoredGuard | null;
}

/** Organizations that have anything to watch. */
export async function listGuardedOrganizations(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select organization_id as id from activation_method union select organization_id from opt_in_source order by 1`;
  return rows.map(({ id }) => id);
}

/**
 * Facts of a day came in late: launches that were judged by that day are to be judged from it on again; those whose first message or
 * comparison may be another one now, from the beginning.
 *
 * @param learning so many days before its first message a watch begins to look at others.
 */
export async function rewindGuards(
  db: Db,
  organizationId: string,
  dirtyFrom: number,
  learning: number,
): Promise<void> {
  await db.$executeRaw`
    update launch_guard set
      through_day = case when ${dirtyFrom}::int <= start_day then null else ${dirtyFrom}::int - 1 end,
      start_day = case when ${dirtyFrom}::int <= start_day then null else start_day end
    where organization_id = ${organizationId} and through_day >= ${dirtyFrom}::int
      and ${dirtyFrom}::int >= least(floor(extract(epoch from launched_at) / 86400), start_day - ${learning}::int)`;
}

/** What changed since the last look: the first day, and when it was marked last, as text to the microsecond. */
export async function readGuardMark(
  db: Db,
  organizationId: string,
): Promise<{ readonly dirtyFrom: number; readonly mark: string } | null> {
  const [row] = await db.$queryRaw<{ dirtyFrom: number; mark: string }[]>`
    select dirty_from as "dirtyFrom", dirty_since::text as mark from launch_guard_mark
    where organization_id = ${organizationId} and dirty_from is not null`;
  return row ?? null;
}

/** What was marked meanwhile stays marked. */
export async function clearGuardMark(db: Db, organizationId: string, mark: string): Promise<void> {
  await db.$executeRaw`
    update launch_guard_mark set dirty_from = null
    where organization_id = ${organizationId} and dirty_since = ${mark}::timestamptz`;
}

/** The version of the cells, if the day under way was not looked at since they changed; null: nothing is new. */
export async function findOpenVersion(db: Db, organizationId: string): Promise<bigint | null> {
  const [row] = await db.$queryRaw<{ version: bigint }[]>`
    select s.version from cell_state s join launch_guard_mark m on m.organization_id = s.organization_id
    where s.organization_id = ${organizationId} and s.version is distinct from m.open_version`;
  return row?.version ?? null;
}

export async function noteOpenVersion(db: Db, organizationId: string, version: bigint): Promise<void> {
  await db.$executeRaw`
    update launch_guard_mark set open_version = ${version} where organization_id = ${organizationId}`;
}

/** Writes guards as they stand now; the moment a verdict was found stays while the verdict does. */
export async function storeGuards(db: Db, guards: readonly StoredGuard[]): Promise<void> {
  if (guards.length === 0) return;
  await db.$executeRaw`
    insert into launch_guard as g
    select * from jsonb_populate_recordset(null::launch_guard, ${JSON.stringify(guards.map(toColumns))}::jsonb)
    on conflict (organization_id, id) do update set kind = excluded.kind,
      activation_method_id = excluded.activation_method_id, source_id = excluded.source_id,
      launched_at = excluded.launched_at, basis = excluded.basis, start_day = excluded.start_day,
      through_day = excluded.through_day, verdict = excluded.verdict, verdict_at = excluded.verdict_at,
      lack = excluded.lack, stream = excluded.stream, evidence = excluded.evidence, rate_ratio = excluded.rate_ratio,
      ratio_low = excluded.ratio_low, ratio_high = excluded.ratio_high, exposures = excluded.exposures,
      unmatched = excluded.unmatched, signals = excluded.signals, expected = excluded.expected,
      needed_low = excluded.needed_low, needed_median = excluded.needed_median, needed_high = excluded.needed_high,
      found_at = case when g.verdict = excluded.verdict then g.found_at else excluded.found_at end,
      updated_at = excluded.updated_at`;
}

function toColumns(guard: StoredGuard): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(guard).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

/** Forgets guards with all that they showed. */
export async function dropGuards(db: Db, organizationId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const of = { organizationId, guardId: { in: [...ids] } };
  await db.launchGuardDay.deleteMany({ where: of });
  await db.launchGuardStand.deleteMany({ where: of });
  await db.launchGuard.deleteMany({ where: { organizationId, id: { in: [...ids] } } });
}

/** From which day on a guard is judged anew. */
export interface GuardTurn {
  readonly guardId: string;
  readonly fromDay: number;
}

/** The newest stand of each guard before its day, as JSON. */
export async function readGuardStands(
  db: Db,
  organizationId: string,
  turns: readonly GuardTurn[],
): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ guardId: string; stand: string }[]>`
    select distinct on (s.guard_id) s.guard_id as "guardId", s.stand
    from unnest(${turns.map((one) => one.guardId)}::text[], ${turns.map((one) => one.fromDay)}::int[]) t(id, from_day)
    join launch_guard_stand s on s.organization_id = ${organizationId} and s.guard_id = t.id and s.day < t.from_day
    order by s.guard_id, s.day desc`;
  return new Map(rows.map(({ guardId, stand }) => [guardId, stand]));
}

export interface StoredGuardStand {
  readonly guardId: string;
  readonly day: number;
  readonly stand: string;
}

/** Of a run of days, those whose stands are kept: the newest ones, and one every four weeks to begin again from. */
export const isKept = (day: number, throughDay: number) =>
  day > throughDay - youngDays || (day + 1) % epochDays === 0;

/** Puts stands in the place of those from each guard's day on; older ones that nobody needs go. */
export async function replaceGuardStands(
  db: Db,
  organizationId: string,
  turns: readonly (GuardTurn & { readonly throughDay: number })[],
  stands: readonly StoredGuardStand[],
): Promise<void> {
  await db.$executeRaw`
    delete from launch_guard_stand s
    using unnest(${turns.map((one) => one.guardId)}::text[], ${turns.map((one) => one.fromDay)}::int[],
      ${turns.map((one) => one.throughDay)}::int[]) t(id, from_day, through_day)
    where s.organization_id = ${organizationId} and s.guard_id = t.id
      and (s.day >= t.from_day
        or (s.day <= t.through_day - ${youngDays}::int and (s.day + 1) % ${epochDays}::int <> 0))`;
  await db.$executeRaw`
    insert into launch_guard_stand (organization_id, guard_id, day, stand)
    select ${organizationId}, s.guard, s.day, s.stand
    from unnest(${stands.map((one) => one.guardId)}::text[], ${stands.map((one) => one.day)}::int[],
      ${stands.map((one) => one.stand)}::text[]) s(guard, day, stand)`;
}

/** What a guard showed of one signal at the end of a day, since its first message. */
export interface StoredGuardDay {
  readonly guardId: string;
  readonly day: number;
  readonly kind: StreamKind;
  readonly delivered: number;
  readonly events: number;
  readonly expected: number;
  readonly evidence: number;
  readonly rateRatio: number | null;
  readonly ratioLow: number | null;
  readonly ratioHigh: number | null;
}

/** Puts days in the place of those from each guard's day on. */
export async function replaceGuardDays(
  db: Db,
  organizationId: string,
  turns: readonly GuardTurn[],
  days: readonly StoredGuardDay[],
): Promise<void> {
  await db.$executeRaw`
    delete from launch_guard_day d
    using unnest(${turns.map((one) => one.guardId)}::text[], ${turns.map((one) => one.fromDay)}::int[]) t(id, from_day)
    where d.organization_id = ${organizationId} and d.guard_id = t.id and d.day >= t.from_day`;
  if (days.length === 0) return;
  await db.$executeRaw`
    insert into launch_guard_day (organization_id, guard_id, day, kind, delivered, events, expected, evidence,
      rate_ratio, ratio_low, ratio_high)
    select ${organizationId}, r."guardId", r.day, r.kind, r.delivered, r.events, r.expected, r.evidence, r."rateRatio",
      r."ratioLow", r."ratioHigh"
    from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) r("guardId" text, day int, kind text, delivered float8,
      events float8, expected float8, evidence float8, "rateRatio" float8, "ratioLow" float8, "ratioHigh" float8)`;
}

export async function listGuardDays(
  db: Db,
  organizationId: string,
  guardId: string,
): Promise<StoredGuardDay[]> {
  const rows = await db.launchGuardDay.findMany({
    where: { organizationId, guardId },
    orderBy: [{ day: "asc" }, { kind: "asc" }],
  });
  return rows as StoredGuardDay[];
}

/** A launch that is called harmful, by the method or, where nobody announced it, the source that people are told of. */
export interface HarmfulLaunch {
  readonly organizationId: string;
  readonly subjectKind: "activation-method" | "opt-in-source";
  readonly subjectId: string;
  /** Of its guards that call it so: the whole method first, then its parts. */
  readonly ids: readonly string[];
  /** Those that are settled, and of late. */
  readonly news: readonly string[];
}

/** Harmful launches of every organization; not those that only so few people took part in that their counts are kept back. */
export async function listHarmfulLaunches(
  db: Db,
  at: { readonly verdictAfter: Date; readonly foundBefore: Date },
): Promise<HarmfulLaunch[]> {
  return db.$queryRaw<HarmfulLaunch[]>`
    select g.organization_id as "organizationId",
      case when g.activation_method_id is null then 'opt-in-source' else 'activation-method' end as "subjectKind",
      coalesce(g.activation_method_id, g.source_id) as "subjectId",
      array_agg(g.id order by g.kind = 'part', g.evidence desc, g.id) as ids,
      coalesce(array_agg(g.id order by g.kind = 'part', g.evidence desc, g.id)
        filter (where g.verdict_at >= ${at.verdictAfter} and g.found_at <= ${at.foundBefore}), '{}') as news
    from launch_guard g join organization o on o.id = g.organization_id
    where g.verdict = 'harmful' and g.exposures >= o.small_group_size
    group by 1, 2, 3 order by 1, 2, 3`;
}

export interface GuardFilter {
  readonly verdict?: GuardVerdict | undefined;
  readonly kind?: StoredGuard["kind"] | undefined;
  readonly activationMethodId?: string | undefined;
}

/** Guards, the newest launch first. */
export async function pageGuardRows(
  db: Db,
  organizationId: string,
  { verdict, kind, activationMethodId }: GuardFilter,
  page: { readonly limit: number; readonly after: { readonly at: Date; readonly id: string } | null },
): Promise<StoredGuard[]> {
  const { limit, after } = page;
  return (await db.launchGuard.findMany({
    where: {
      organizationId,
      ...(verdict === undefined ? {} : { verdict }),
      ...(kind === undefined ? {} : { kind }),
      ...(activationMethodId === undefined ? {} : { activationMethodId }),
      ...(after === null
        ? {}
        : { OR: [{ launchedAt: { lt: after.at } }, { launchedAt: after.at, id: { gt: after.id } }] }),
    },
    orderBy: [{ launchedAt: "desc" }, { id: "asc" }],
    take: limit,
  })) as StoredGuard[];
}
