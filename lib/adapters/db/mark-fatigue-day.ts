import { Prisma } from "./generated/client.ts";

/**
 * The end of every statement that marks days in `fatigue_due`. A day that was counted shortly before keeps its row, with
 * `dirty_since` at infinity, until its rest is over (`due_at`); a new mark waits for that. Each mark is later than the
 * one before, so that whoever counts sees that facts came in meanwhile.
 */
export const markAgain = Prisma.sql`on conflict (organization_id, day) do update
  set dirty_since = case when isfinite(fatigue_due.dirty_since)
    then greatest(fatigue_due.dirty_since + interval '1 millisecond', now()) else now() end`;
