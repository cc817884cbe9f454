import {
  agesWatched,
  watchedSignals,
  type NumberDay,
  type NumberSeries,
  type WatchedSignal,
} from "../../core/detection/stream-stand.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** What is asked for under one name: the keys whose counts are added up, from a day on. */
export interface SeriesQuestion {
  readonly name: string;
  readonly members: readonly string[];
  /** Days since 1970, UTC. */
  readonly fromDay: number;
}

/** What goes further back than this is read apart, so that one long history does not make all the others long. */
const farDays = 100;

/**
 * What numbers or sources sent and what came back, by day, from the cells, under the last-touch rule. `throughDay` is included.
 *
 * @returns by name; may begin before its day.
 */
export async function readDaySeries(
  db: Db,
  organizationId: string,
  dimension: "number" | "source",
  questions: readonly SeriesQuestion[],
  throughDay: number,
): Promise<ReadonlyMap<string, NumberSeries>> {
  const series = new Map(questions.map(({ name }) => [name, new Map<number, MutableDay>()]));
  const isFar = ({ fromDay }: SeriesQuestion) => fromDay < throughDay - farDays;
  for (const asked of [questions.filter(isFar), questions.filter((one) => !isFar(one))]) {
    if (asked.length > 0) await addCounts(db, organizationId, dimension, asked, throughDay, series);
  }
  return series;
}

async function addCounts(
  db: Db,
  organizationId: string,
  dimension: "number" | "source",
  questions: readonly SeriesQuestion[],
  throughDay: number,
  series: ReadonlyMap<string, Map<number, MutableDay>>,
): Promise<void> {
  const nameOf = new Map(questions.flatMap(({ name, members }) => members.map((member) => [member, name])));
  const values = await db.cellValue.findMany({
    where: { organizationId, dimension, key: { in: [...nameOf.keys()] } },
    select: { key: true, ordinal: true },
  });
  const nameAt = new Map(values.map(({ key, ordinal }) => [ordinal, nameOf.get(key)]));
  const at = (ordinal: number, day: number): MutableDay => {
    const days = series.get(nameAt.get(ordinal) ?? "") ?? new Map<number, MutableDay>();
    let found = days.get(day);
    if (found === undefined) days.set(day, (found = emptyDay()));
    return found;
  };
  const first = Math.min(...questions.map(({ fromDay }) => fromDay));
  const counts = await readCounts(db, organizationId, dimension, [...nameAt.keys()], { first, throughDay });
  for (const { ordinal, day, exposures } of counts.sent) at(ordinal, day).exposures += exposures;
  for (const { ordinal, day, kind, age, count } of counts.came) {
    const found = at(ordinal, day);
    found.signals[kind] += count;
    if (age >= 0 && age < agesWatched) found.byAge[kind][age] = (found.byAge[kind][age] ?? 0) + count;
  }
}

/** By ordinal in a list, not by a join: where nothing is known of the tables yet, a join goes through all days for each. */
async function readCounts(
  db: Db,
  organizationId: string,
  dimension: "number" | "source",
  ordinals: readonly number[],
  { first, throughDay }: { readonly first: number; readonly throughDay: number },
) {
  const column = Prisma.raw(dimension);
  const sent = await db.$queryRaw<{ ordinal: number; day: number; exposures: number }[]>`
    select p.${column} as ordinal, p.day, sum(p."last")::float8 as exposures
    from exposure_pair_day p
    where p.organization_id = ${organizationId} and p.day >= ${first} and p.day <= ${throughDay}
      and p.${column} = any(${[...ordinals]}::int[])
    group by 1, 2`;
  const came = await db.$queryRaw<
    { ordinal: number; day: number; kind: WatchedSignal; age: number; count: number }[]
  >`
    select c.${column} as ordinal, floor(c.hour / 24.0)::int as day, c.kind, c.age_days as age,
      sum(c."last")::float8 as count
    from signal_cell c
    where c.organization_id = ${organizationId} and c.hour >= ${first * 24} and c.hour < ${(throughDay + 1) * 24}
      and c.${column} = any(${[...ordinals]}::int[]) and c.kind = any(${[...watchedSignals]}::text[])
    group by 1, 2, 3, 4`;
  return { sent, came };
}

interface MutableDay extends NumberDay {
  exposures: number;
  readonly signals: Record<WatchedSignal, number>;
  readonly byAge: Record<WatchedSignal, number[]>;
}

function emptyDay(): MutableDay {
  return {
    exposures: 0,
    signals: { block: 0, report: 0, opt_out: 0, suspected_block: 0 },
    byAge: { block: [], report: [], opt_out: [], suspected_block: [] },
  };
}
