import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/**
 * The end of every statement that marks days in `fatigue_due`. A day that was counted shortly before keeps its row, with
 * `dirty_since` at infinity, until its rest is over (`due_at`); a new mark waits for that. Each mark is later than the
 * one before, so that whoever counts sees that facts came in meanwhile.
 */
export const markAgain = Prisma.sql`on conflict (organization_id, day) do update
  set dirty_since = case when isfinite(fatigue_due.dirty_since)
    then greatest(fatigue_due.dirty_since + interval '1 millisecond', now()) else now() end`;

/**
 * Inserts of a difference of nothing, from rows `late` with phone_number_id and occurred_at: the cells stay, and the loop
 * that adds up marks the day of each message and the seven after it. For writers of facts, who must not wait for marks:
 * whose a message is counts in the fatigue curve alone, so the triggers write no difference for it.
 */
export function nothingChanged(organizationId: string): Prisma.Sql {
  return Prisma.sql`
      insert into cell_delta (organization_id, hour, phone_number_id, kind, basis, age_days, "last", "first", "split",
        delivered_last, delivered_first, delivered_split, failed_last, failed_first, failed_split)
      select distinct ${organizationId}, cell_hour(late.occurred_at), late.phone_number_id, '', '', 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0
      from late where isfinite(late.occurred_at)`;
}

/**
 * Marks the days of these contacts' messages, and the seven after each: who is to be left out of them, or who else's
 * messages are to be counted with them. Contacts are hexadecimal. Call under `awaitCellsLock` or `lockCells`, before the
 * contacts change; days without facts of theirs any more are let go by `forgetDays`.
 */
export async function markContactDays(
  db: Db,
  organizationId: string,
  contacts: readonly string[],
): Promise<void> {
  if (contacts.length === 0) return;
  await db.$executeRaw`
    insert into fatigue_due (organization_id, day, dirty_since, due_at)
    select distinct ${organizationId}, floor(extract(epoch from e.occurred_at) / 86400)::int + ahead as day, now(), now()
    from exposure e cross join generate_series(0, 7) ahead
    where e.organization_id = ${organizationId} and isfinite(e.occurred_at)
      and e.contact = any(array(select decode(c, 'hex') from unnest(${[...contacts]}::text[]) c))
      and floor(extract(epoch from e.occurred_at) / 86400)::int + ahead <= floor(extract(epoch from now()) / 86400)
    order by day
    ${markAgain}`;
}
