import type { Db } from "./open-database.ts";

export interface RateRule {
  /** Tries within one window; at least 2. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** A window that was used up makes the next one twice as long, this often at most. */
  readonly maxDoublings: number;
  /** How long after its end a used-up window still lengthens the next. */
  readonly memorySeconds: number;
}

export type RateAnswer = { allowed: true } | { allowed: false; retryAfterSeconds: number };

/**
 * Books one try, or says how long to wait. One statement, so that tries at once cannot exceed the limit together.
 *
 * The count runs on over used-up windows: `count / limit` is how many were used up, and a multiple of the limit means
 * that the present window is full.
 */
export async function takeRateTry(db: Db, subject: string, rule: RateRule, now: Date): Promise<RateAnswer> {
  const taken = await db.$queryRawUnsafe<unknown[]>(
    `insert into rate_window as w (subject, window_ends_at, count)
     values ($1, $2::timestamptz + $3::int * interval '1 second', 1)
     on conflict (subject) do update set
       count = case
         when w.window_ends_at > $2::timestamptz then w.count + 1
         when w.count >= $4::int and w.window_ends_at > $2::timestamptz - $6::int * interval '1 second'
           then (w.count / $4::int) * $4::int + 1
         else 1 end,
       window_ends_at = case
         when w.window_ends_at > $2::timestamptz then w.window_ends_at
         when w.count >= $4::int and w.window_ends_at > $2::timestamptz - $6::int * interval '1 second'
           then $2::timestamptz + $3::int * power(2, least(w.count / $4::int, $5::int)) * interval '1 second'
         else $2::timestamptz + $3::int * interval '1 second' end
     where w.window_ends_at <= $2::timestamptz or mod(w.count, $4::int) <> 0
     returning count`,
    subject,
    now,
    rule.windowSeconds,
    rule.limit,
    rule.maxDoublings,
    rule.memorySeconds,
  );
  if (taken.length > 0) return { allowed: true };
  const row = await db.rateWindow.findUnique({ where: { subject } });
  const waitMs = row === null ? 0 : row.windowEndsAt.getTime() - now.getTime();
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
}

/**
 * Takes a booked try back because it was right. A window that is empty again is closed: its count would otherwise
 * read as full.
 */
export async function returnRateTry(db: Db, subject: string, rule: RateRule, now: Date): Promise<void> {
  await db.$executeRawUnsafe(
    `update rate_window set
       count = count - 1,
       window_ends_at = case when mod(count, $3::int) = 1 then $2::timestamptz else window_ends_at end
     where subject = $1 and count > 0 and window_ends_at > $2::timestamptz`,
    subject,
    now,
    rule.limit,
  );
}

/** Forgets all tries. */
export async function clearRateWindow(db: Db, subject: string): Promise<void> {
  await db.rateWindow.deleteMany({ where: { subject } });
}
