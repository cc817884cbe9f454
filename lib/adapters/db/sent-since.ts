import { toldSignals } from "../../core/detection/stream-stand.ts";
import { readExposureGroups } from "./read-cells.ts";
import type { Db } from "./open-database.ts";

/** Contacts who opted in here, by the names that data uses (`keys`) and by the numbers that stand for them in cells. */
export interface OwnSources {
  readonly keys: readonly string[];
  readonly ordinals: readonly number[];
}

const hourMs = 3_600_000;

/**
 * Messages to contacts of these sources between two instants, by the number in cells of the phone number they came from (last-touch rule). Whole
 * hours come from roll-ups; only the hours that the range begins and ends in are read message by message.
 */
export async function readSentBetween(
  db: Db,
  organizationId: string,
  own: OwnSources,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<Map<number, number>> {
  const sent = new Map<number, number>();
  if (own.ordinals.length === 0 || to <= from) return sent;
  const add = (number: number, messages: number) => sent.set(number, (sent.get(number) ?? 0) + messages);
  const whole = { from: Math.ceil(from.getTime() / hourMs), to: Math.floor(to.getTime() / hourMs) };
  const isWithinHour = whole.to < whole.from;
  const headEnd = isWithinHour ? to : new Date(whole.from * hourMs);
  const tailStart = isWithinHour ? to : new Date(whole.to * hourMs);
  const parts = await db.$queryRaw<{ number: number; messages: number }[]>`
    select v.ordinal as number, count(*)::float8 as messages
    from cell_value v
    cross join (values (${from}::timestamptz, ${headEnd}::timestamptz), (${tailStart}::timestamptz, ${to}::timestamptz)) p(a, b)
    join exposure e on e.organization_id = v.organization_id and e.phone_number_id = v.key
      and e.occurred_at >= p.a and e.occurred_at < p.b
    where v.organization_id = ${organizationId} and v.dimension = 'number' and e.last_source = any(${[...own.keys]}::text[])
    group by 1`;
  for (const { number, messages } of parts) add(number, messages);
  if (isWithinHour) return sent;
  const groups = await readExposureGroups(db, organizationId, {
    hours: whole,
    by: ["number"],
    rule: "last",
    only: { source: [...own.ordinals] },
  });
  for (const { key, exposures } of groups) add(key[0] ?? 0, exposures);
  return sent;
}

/** Signals of one kind that answer messages from one phone number. */
export interface AnsweredCount {
  readonly phoneNumberId: string;
  readonly kind: (typeof toldSignals)[number];
  readonly signals: number;
  /** Of these, so many came in within the last seven days. */
  readonly ofWeek: number;
}

/** Told signals that answer messages to contacts of these sources, sent between two instants. */
export async function readAnswersTo(
  db: Db,
  organizationId: string,
  own: Pick<OwnSources, "keys">,
  { from, to, weekFrom }: { readonly from: Date; readonly to: Date; readonly weekFrom: Date },
): Promise<AnsweredCount[]> {
  if (own.keys.length === 0) return [];
  return db.$queryRaw<AnsweredCount[]>`
    select s.phone_number_id as "phoneNumberId", s.kind, sum(t.l)::float8 as signals,
      coalesce(sum(t.l) filter (where s.occurred_at >= ${weekFrom}), 0)::float8 as "ofWeek"
    from signal s
    cross join lateral jsonb_to_recordset(s.touches) as t("s" text, "l" int)
    where s.organization_id = ${organizationId} and s.last_exposure_at >= ${from} and s.last_exposure_at < ${to}
      and s.kind = any(${[...toldSignals]}::text[]) and t.l > 0 and t.s = any(${[...own.keys]}::text[])
    group by 1, 2 order by 1, 2`;
}

/** Messages and told signals of phone numbers between two whole hours, all sources together; by their numbers in cells. */
export async function readNumberCounts(
  db: Db,
  organizationId: string,
  { fromHour, toHour }: { readonly fromHour: number; readonly toHour: number },
  others: { readonly than: readonly number[] },
): Promise<{ readonly number: number; readonly messages: number; readonly events: number }[]> {
  return db.$queryRaw<{ number: number; messages: number; events: number }[]>`
    with counted as (
      select number, "last" as messages, 0 as events from exposure_pair_hour
      where organization_id = ${organizationId} and hour >= ${fromHour}::int and hour < ${toHour}::int
        and not (source = any(${[...others.than]}::int[]))
      union all
      select number, 0, "last" from signal_cell
      where organization_id = ${organizationId} and hour >= ${fromHour}::int and hour < ${toHour}::int
        and kind = any(${[...toldSignals]}::text[]) and not (source = any(${[...others.than]}::int[]))
    )
    select number, sum(messages)::float8 as messages, sum(events)::float8 as events from counted group by 1 order by 1`;
}
