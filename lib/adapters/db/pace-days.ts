import { toldSignals } from "../../core/detection/stream-stand.ts";
import type { Db } from "./open-database.ts";

/** Messages of one day from one number, and the told signals of that day; of the method's own sources or of everything else. */
export interface PaceCount {
  readonly number: number;
  readonly day: number;
  readonly isOwn: boolean;
  readonly messages: number;
  readonly events: number;
}

/** Days since 1970, both included, under the last-touch rule. `own`: the method's sources, by the numbers that stand for them. */
export async function readPaceCounts(
  db: Db,
  organizationId: string,
  own: readonly number[],
  { fromDay, toDay }: { readonly fromDay: number; readonly toDay: number },
): Promise<PaceCount[]> {
  return db.$queryRaw<PaceCount[]>`
    with counted as (
      select number, day, source, sum("last") as messages, 0::bigint as events from exposure_cell_day
      where organization_id = ${organizationId} and day >= ${fromDay}::int and day <= ${toDay}::int
      group by 1, 2, 3
      union all
      select number, floor(hour / 24.0)::int, source, 0, sum("last") from signal_cell
      where organization_id = ${organizationId} and hour >= ${fromDay * 24}::int and hour < ${(toDay + 1) * 24}::int
        and kind = any(${[...toldSignals]}::text[])
      group by 1, 2, 3
    )
    select number, day, source = any(${[...own]}::int[]) as "isOwn", sum(messages)::float8 as messages,
      sum(events)::float8 as events
    from counted group by 1, 2, 3 order by 1, 2, 3`;
}

/** New contacts of whole weeks, and messages to them in the week of their opt-in and the one after. */
export interface FirstMessages {
  readonly isOwn: boolean;
  readonly contacts: number;
  readonly messages: number;
}

/** @param weeks Mondays, in days since 1970: the first, and the last. */
export async function readFirstMessages(
  db: Db,
  organizationId: string,
  own: readonly number[],
  weeks: { readonly from: number; readonly to: number },
): Promise<FirstMessages[]> {
  return db.$queryRaw<FirstMessages[]>`
    with counted as (
      select source, gained as contacts, 0 as messages from opt_in_cell_week
      where organization_id = ${organizationId} and week >= ${weeks.from}::int and week <= ${weeks.to}::int
      union all
      select source, 0, "last" from exposure_cell_day
      where organization_id = ${organizationId} and cohort >= ${weeks.from}::int and cohort <= ${weeks.to}::int
        and day >= cohort and day < cohort + 14
    )
    select source = any(${[...own]}::int[]) as "isOwn", sum(contacts)::float8 as contacts,
      sum(messages)::float8 as messages
    from counted group by 1`;
}
