import type { Db } from "./open-database.ts";

/**
 * When this installation last did something that must never stop. One row each beside the counters of
 * `rate_window`, the installation's own small table; times are the database's.
 */
export type Duty = "watch" | "outbox" | "heartbeat-tried" | "heartbeat-ok" | "heartbeat-failed";

const subjectOf = (duty: Duty) => `duty:${duty}`;

export async function readDuty(db: Db, duty: Duty): Promise<{ at: Date; count: number } | null> {
  const row = await db.rateWindow.findUnique({ where: { subject: subjectOf(duty) } });
  return row === null ? null : { at: row.windowEndsAt, count: row.count };
}

/** @param count what is worth keeping beside the time. */
export async function markDuty(db: Db, duty: Duty, count = 0): Promise<void> {
  await db.$executeRaw`
    insert into rate_window (subject, window_ends_at, count) values (${subjectOf(duty)}, now(), ${count})
    on conflict (subject) do update set window_ends_at = excluded.window_ends_at, count = excluded.count`;
}

/** The same, at most every `seconds`: for what happens all the time. */
export async function markDutyNowAndThen(db: Db, duty: Duty, seconds: number): Promise<void> {
  await db.$executeRaw`
    insert into rate_window (subject, window_ends_at, count) values (${subjectOf(duty)}, now(), 0)
    on conflict (subject) do update set window_ends_at = excluded.window_ends_at
    where rate_window.window_ends_at < now() - make_interval(secs => ${seconds})`;
}

/**
 * Takes the right to send one sign of life: a poll round and an outbox round have ended since the last one that arrived
 * and since the processes that run now were started, and none was tried for `seconds` (docs/faults.md F62).
 */
export async function claimHeartbeat(db: Db, seconds: number): Promise<boolean> {
  const taken = await db.$executeRaw`
    with since as (
      select greatest(
        coalesce((select window_ends_at from rate_window where subject = ${subjectOf("heartbeat-ok")}), '-infinity'),
        coalesce((select min(started_at) from worker where beat_at > now() - interval '30 seconds'), '-infinity')) as at
    )
    insert into rate_window (subject, window_ends_at, count)
    select ${subjectOf("heartbeat-tried")}, now(), 0 from since
    where exists (select 1 from rate_window o where o.subject = ${subjectOf("outbox")} and o.window_ends_at > since.at)
      and exists (
        select 1 from connection c cross join lateral (
          select r.finished_at from poll_run r where r.organization_id = c.organization_id and r.connection_id = c.id
          order by r.occurred_at desc limit 3
        ) newest where newest.finished_at > since.at)
    on conflict (subject) do update set window_ends_at = excluded.window_ends_at
    where rate_window.window_ends_at <= now() - make_interval(secs => ${seconds})`;
  return taken === 1;
}
