import type { TouchRule } from "../../core/attribution/explain-rise.ts";
import type { WatchedSignal } from "../../core/detection/stream-stand.ts";
import type { Db } from "./open-database.ts";

/** Which counts explain one spike. Days since 1970. */
export interface LeafQuestion {
  readonly spikeId: string;
  readonly phoneNumberId: string;
  readonly signals: readonly WatchedSignal[];
  /** How many thousandths of a day's exposures were due to answer before the window, and in it: whole, so that sums are exact. */
  readonly days: readonly { readonly day: number; readonly base: number; readonly window: number }[];
  readonly base: { readonly fromDay: number; readonly toDay: number };
  readonly window: { readonly fromDay: number; readonly toDay: number };
}

/** Ordinals of source, campaign and template, and the week of the opt-in; 0: none. Counts before and in the window. */
export interface LeafRow {
  readonly spikeId: string;
  readonly key: readonly [source: number, campaign: number, template: number, cohort: number];
  readonly base: Readonly<Record<TouchRule, number>>;
  readonly window: Readonly<Record<TouchRule, number>>;
}

type Row = [string, number, number, number, number, number, number, number, number, number, number];

/** Exposures, or signals, of spikes by source, campaign, template and cohort: all spikes in one pass over their days. */
export async function readSpikeLeaves(
  db: Db,
  organizationId: string,
  questions: readonly LeafQuestion[],
): Promise<{ exposures: LeafRow[]; signals: LeafRow[] }> {
  if (questions.length === 0) return { exposures: [], signals: [] };
  const days = JSON.stringify(
    questions.flatMap(({ spikeId, phoneNumberId, days: all }) =>
      all.map((one) => ({ spike: spikeId, number: phoneNumberId, ...one })),
    ),
  );
  const exposures = await db.$queryRaw<{ rows: string | null }[]>`
    with asked as materialized (
      select a.spike, v.ordinal, a.day, a.base, a."window" from jsonb_to_recordset(${days}::jsonb)
        a(spike text, number text, day int, base int, "window" int)
      join cell_value v on v.organization_id = ${organizationId} and v.dimension = 'number' and v.key = a.number
    ), grouped as (
      select a.spike, c.source, c.campaign, c.template, c.cohort,
        sum(a.base * c."last") as b1, sum(a.base * c."first") as b2, sum(a.base * c."split") / 1000000.0 as b3,
        sum(a."window" * c."last") as w1, sum(a."window" * c."first") as w2, sum(a."window" * c."split") / 1000000.0 as w3
      from exposure_cell_day c join asked a on a.day = c.day and a.ordinal = c.number
      where c.organization_id = ${organizationId} and c.day >= (select min(day) from asked)
        and c.day <= (select max(day) from asked)
      group by 1, 2, 3, 4, 5
    )
    select '[' || string_agg('[' || concat_ws(',', to_json(spike), source, campaign, template, cohort, b1, b2, b3, w1, w2, w3)
      || ']', ',') || ']' as rows from grouped`;
  const asked = JSON.stringify(
    questions.map(({ spikeId, phoneNumberId, signals, base, window }) => ({
      spike: spikeId,
      number: phoneNumberId,
      signals,
      b1: base.fromDay * 24,
      b2: (base.toDay + 1) * 24,
      w1: window.fromDay * 24,
      w2: (window.toDay + 1) * 24,
    })),
  );
  const signals = await db.$queryRaw<{ rows: string | null }[]>`
    with asked as materialized (
      select v.ordinal, a.* from jsonb_to_recordset(${asked}::jsonb)
        a(spike text, number text, signals text[], b1 int, b2 int, w1 int, w2 int)
      join cell_value v on v.organization_id = ${organizationId} and v.dimension = 'number' and v.key = a.number
    ), grouped as (
      select a.spike, c.source, c.campaign, c.template, c.cohort,
        coalesce(sum(c."last") filter (where hour < a.b2), 0) as b1,
        coalesce(sum(c."first") filter (where hour < a.b2), 0) as b2,
        coalesce(sum(c."split") filter (where hour < a.b2), 0) / 1000000.0 as b3,
        coalesce(sum(c."last") filter (where hour >= a.w1), 0) as w1,
        coalesce(sum(c."first") filter (where hour >= a.w1), 0) as w2,
        coalesce(sum(c."split") filter (where hour >= a.w1), 0) / 1000000.0 as w3
      from signal_cell c join asked a on a.ordinal = c.number and c.kind = any(a.signals)
        and (c.hour >= a.b1 and c.hour < a.b2 or c.hour >= a.w1 and c.hour < a.w2)
      where c.organization_id = ${organizationId} and c.hour >= (select min(b1) from asked)
        and c.hour < (select max(w2) from asked)
      group by 1, 2, 3, 4, 5
    )
    select '[' || string_agg('[' || concat_ws(',', to_json(spike), source, campaign, template, cohort, b1, b2, b3, w1, w2, w3)
      || ']', ',') || ']' as rows from grouped`;
  return { exposures: parse(exposures, 1_000), signals: parse(signals, 1) };
}

function parse(rows: readonly { readonly rows: string | null }[], unit: number): LeafRow[] {
  return (JSON.parse(rows[0]?.rows ?? "[]") as Row[]).map(
    ([spikeId, source, campaign, template, cohort, b1, b2, b3, w1, w2, w3]) => ({
      spikeId,
      key: [source, campaign, template, cohort],
      base: { last: b1 / unit, first: b2 / unit, split: b3 / unit },
      window: { last: w1 / unit, first: w2 / unit, split: w3 / unit },
    }),
  );
}
