import type { StreamKind } from "../../core/detection/stream-stand.ts";
import { Prisma, type Spike } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** A spike as it is stored. Days since 1970, UTC. */
export interface StoredSpike {
  readonly id: string;
  readonly phoneNumberId: string;
  readonly kind: StreamKind;
  readonly startDay: number;
  readonly startLowDay: number;
  readonly startHighDay: number;
  readonly calledDay: number;
  readonly detectedAt: Date;
  readonly endDay: number | null;
  readonly state: "open" | "ended" | "new-level";
  readonly rateRatio: number;
  readonly ratioLow: number;
  readonly ratioHigh: number;
  readonly evidence: number;
  readonly exposures: number;
  readonly signals: number;
  readonly expected: number;
  readonly method: string;
}

/** What became of a spike in a round. */
export interface SpikeChange {
  readonly id: string;
  readonly phoneNumberId: string;
  readonly kind: StreamKind;
  readonly change: "called" | "went-on" | "ended" | "withdrawn";
}

/**
 * Writes the spikes of these numbers that were called on or after the day each was judged from, and those that were
 * still going on then. What is there from before and is not among them any more is withdrawn: the facts no longer show it.
 */
export async function storeSpikes(
  db: Db,
  organizationId: string,
  numbers: readonly { readonly phoneNumberId: string; readonly fromDay: number }[],
  spikes: readonly StoredSpike[],
  at: Date,
): Promise<SpikeChange[]> {
  const asked = Prisma.sql`unnest(${numbers.map((one) => one.phoneNumberId)}::text[],
    ${numbers.map((one) => one.fromDay)}::int[]) n(id, from_day)`;
  const before = await db.$queryRaw<{ id: string; state: string; withdrawn: boolean }[]>`
    select s.id, s.state, s.withdrawn_at is not null as withdrawn from spike s join ${asked} on s.phone_number_id = n.id
    where s.organization_id = ${organizationId} and s.called_day >= n.from_day - ${longestSpikeDays}::int`;
  const known = new Map(before.map((one) => [one.id, one]));
  const withdrawn = await db.$queryRaw<{ id: string; phoneNumberId: string; kind: StreamKind }[]>`
    update spike s set withdrawn_at = ${at}, updated_at = ${at}
    from ${asked}
    where s.organization_id = ${organizationId} and s.phone_number_id = n.id and s.withdrawn_at is null
      and (s.called_day >= n.from_day or (s.state = 'open' and s.called_day < n.from_day))
      and s.id <> all(${spikes.map((one) => one.id)}::text[])
    returning s.id, s.phone_number_id as "phoneNumberId", s.kind`;
  if (spikes.length > 0) {
    await db.$executeRaw`
      insert into spike as s (organization_id, id, phone_number_id, kind, start_day, start_low_day, start_high_day,
        called_day, detected_at, end_day, state, rate_ratio, ratio_low, ratio_high, evidence, exposures, signals,
        expected, method, found_at, updated_at)
      select ${organizationId}, r.id, r."phoneNumberId", r.kind, r."startDay", r."startLowDay", r."startHighDay",
        r."calledDay", r."detectedAt", r."endDay", r.state, r."rateRatio", r."ratioLow", r."ratioHigh", r.evidence,
        r.exposures, r.signals, r.expected, r.method, ${at}, ${at}
      from jsonb_to_recordset(${JSON.stringify(spikes)}::jsonb) r(id text, "phoneNumberId" text, kind text,
        "startDay" int, "startLowDay" int, "startHighDay" int, "calledDay" int, "detectedAt" timestamptz, "endDay" int,
        state text, "rateRatio" float8, "ratioLow" float8, "ratioHigh" float8, evidence float8, exposures float8,
        signals float8, expected float8, method text)
      on conflict (organization_id, id) do update set start_day = excluded.start_day,
        start_low_day = excluded.start_low_day, start_high_day = excluded.start_high_day,
        end_day = excluded.end_day, state = excluded.state, rate_ratio = excluded.rate_ratio,
        ratio_low = excluded.ratio_low, ratio_high = excluded.ratio_high, evidence = excluded.evidence,
        exposures = excluded.exposures, signals = excluded.signals, expected = excluded.expected,
        method = excluded.method, withdrawn_at = null,
        -- Back after it was withdrawn: it has to settle again before anybody is told.
        found_at = case when s.withdrawn_at is null then s.found_at else excluded.found_at end, updated_at = excluded.updated_at`;
  }
  const changed = spikes.map(({ id, phoneNumberId, kind, state }): SpikeChange => {
    const was = known.get(id);
    const isNew = was === undefined || was.withdrawn;
    const change =
      state === "open" ? (isNew ? "called" : "went-on") : isNew || was.state === "open" ? "ended" : "went-on";
    return { id, phoneNumberId, kind, change };
  });
  return [...changed, ...withdrawn.map((one): SpikeChange => ({ ...one, change: "withdrawn" }))];
}

/** No spike is older than this and still going on: by then it is the new usual level. */
const longestSpikeDays = 400;

/**
 * New ones, changed ones, and open ones again and again: soon after they were found, since facts of a history may still be coming in, and ever
 * more seldom, up to every ten minutes.
 */
const isUnexplained = (now: Date) => Prisma.sql`withdrawn_at is null and (attributed_at is null
  or (state <> 'open' and attributed_at < updated_at)
  or (state = 'open' and attributed_at < updated_at and attributed_at + least(interval '10 minutes',
    interval '5 seconds' + greatest(attributed_at - found_at, interval '0') / 2) < ${now}))`;

/** Organizations with spikes whose causes are to be looked at. */
export async function findUnexplainedWork(db: Db, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select distinct organization_id as id from spike where ${isUnexplained(now)} order by 1`;
  return rows.map(({ id }) => id);
}

/** Spikes whose causes are to be looked at. The newest come first. */
export async function findUnexplained(
  db: Db,
  organizationId: string,
  now: Date,
  limit: number,
): Promise<UnexplainedSpike[]> {
  return db.$queryRaw<UnexplainedSpike[]>`
    select id, phone_number_id as "phoneNumberId", kind, start_day as "startDay", end_day as "endDay"
    from spike where organization_id = ${organizationId} and ${isUnexplained(now)}
    order by detected_at desc, id limit ${limit}`;
}
export type UnexplainedSpike = Pick<StoredSpike, "id" | "phoneNumberId" | "kind" | "startDay" | "endDay">;

/** Keeps what was found of spikes. */
export async function storeExplanations(
  db: Db,
  organizationId: string,
  explanations: readonly { readonly id: string; readonly explanation: object }[],
  at: Date,
): Promise<void> {
  await db.$executeRaw`
    update spike s set attribution = r.explanation, attributed_at = ${at}
    from jsonb_to_recordset(${JSON.stringify(explanations)}::jsonb) r(id text, explanation jsonb)
    where s.organization_id = ${organizationId} and s.id = r.id`;
}

/** The newest first; without a state, all but withdrawn ones. */
export async function listSpikeRows(
  db: Db,
  organizationId: string,
  only: {
    readonly phoneNumberId?: string | undefined;
    readonly kind?: string | undefined;
    readonly state?: string | undefined;
  },
  page: { readonly limit: number; readonly after: { readonly at: Date; readonly id: string } | null },
): Promise<Spike[]> {
  const { after } = page;
  const { phoneNumberId, kind, state } = only;
  return db.spike.findMany({
    where: {
      organizationId,
      ...(phoneNumberId === undefined ? {} : { phoneNumberId }),
      ...(kind === undefined ? {} : { kind }),
      ...(state === "withdrawn"
        ? { withdrawnAt: { not: null } }
        : { withdrawnAt: null, ...(state === undefined ? {} : { state }) }),
      ...(after === null
        ? {}
        : { OR: [{ detectedAt: { lt: after.at } }, { detectedAt: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [{ detectedAt: "desc" }, { id: "desc" }],
    take: page.limit,
  });
}

export async function findSpike(db: Db, organizationId: string, id: string): Promise<Spike | null> {
  return db.spike.findUnique({ where: { organizationId_id: { organizationId, id } } });
}

/** Of the same kind, on other numbers, within days (both included); the clearest first. */
export async function listSpikesAtOnce(
  db: Db,
  organizationId: string,
  one: Pick<StoredSpike, "kind" | "phoneNumberId">,
  days: { readonly fromDay: number; readonly toDay: number },
  limit: number,
): Promise<Spike[]> {
  return db.spike.findMany({
    where: {
      organizationId,
      kind: one.kind,
      phoneNumberId: { not: one.phoneNumberId },
      withdrawnAt: null,
      startDay: { lte: days.toDay },
      OR: [{ endDay: null }, { endDay: { gte: days.fromDay } }],
    },
    orderBy: [{ evidence: "desc" }, { id: "asc" }],
    take: limit,
  });
}

/** What spikes that go on rest on, and how many numbers are watched. `judged`: no fewer days than were judged until the call. */
export async function listOpenEvidence(
  db: Db,
  organizationId: string,
): Promise<{ spikes: { id: string; evidence: number; judged: number }[]; watchedNumbers: number }> {
  const spikes = await db.$queryRaw<{ id: string; evidence: number; judged: number }[]>`
    select s.id, s.evidence, s.called_day - n.first_day + 1 as judged
    from spike s join spike_number n on n.organization_id = s.organization_id and n.phone_number_id = s.phone_number_id
    where s.organization_id = ${organizationId} and s.state = 'open' and s.withdrawn_at is null`;
  return { spikes, watchedNumbers: await db.spikeNumber.count({ where: { organizationId } }) };
}

/** When a spike went on. Days since 1970, UTC; an end of null: it goes on. */
export type SpikeStretch = Pick<StoredSpike, "id" | "kind" | "startDay" | "endDay" | "state">;

/** Spikes of a number that went on at or after a day, withdrawn ones left out. */
export async function listSpikeStretches(
  db: Db,
  organizationId: string,
  phoneNumberId: string,
  fromDay: number,
): Promise<SpikeStretch[]> {
  return db.$queryRaw<SpikeStretch[]>`
    select id, kind, start_day as "startDay", end_day as "endDay", state from spike
    where organization_id = ${organizationId} and phone_number_id = ${phoneNumberId} and withdrawn_at is null
      and (end_day is null or end_day >= ${fromDay}::int)
    order by start_day, id`;
}

/** A number with spikes that are going on, and the one that says most. */
export interface OpenSpikes {
  readonly organizationId: string;
  readonly phoneNumberId: string;
  /** Ids, in their order. */
  readonly ids: readonly string[];
  /** Those among them that people may be told of: explained, settled, and of late. */
  readonly news: readonly string[];
}

/** Spikes that are going on, by number, of every organization. */
export async function listOpenSpikes(
  db: Db,
  at: { readonly detectedAfter: Date; readonly foundBefore: Date },
): Promise<OpenSpikes[]> {
  return db.$queryRaw<OpenSpikes[]>`
    select organization_id as "organizationId", phone_number_id as "phoneNumberId",
      array_agg(id order by id) as ids,
      coalesce(array_agg(id order by id) filter (where attributed_at is not null
        and detected_at >= ${at.detectedAfter} and found_at <= ${at.foundBefore}), '{}') as news
    from spike where state = 'open' and withdrawn_at is null
    group by 1, 2 order by 1, 2`;
}
