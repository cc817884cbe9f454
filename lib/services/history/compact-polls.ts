import { compactPolledDay, findOldestPolledDay, removeOldPollRuns } from "../../adapters/db/poll-days.ts";
import type { ServicePorts } from "../context.ts";

/** Single rounds are kept for so long; older ones are a row a day. */
const keepDays = 14;
/** Rounds of each connection that stay however old they are: the collector page draws as many. */
const keepRuns = 20;
const runsAtOnce = 5_000;
const dayMs = 86_400_000;

/**
 * Daily: rounds over WABAs that are older than 14 whole days (UTC) become one row a WABA and day, and rounds over
 * connections go. Gaps of histories are rows of their own (blind_stretch), so no page or report loses anything. Each
 * step is one statement; after a kill the rest is done the next time.
 */
export async function compactPolls(ports: Pick<ServicePorts, "db" | "clock" | "log">): Promise<void> {
  const { db } = ports;
  const today = Math.floor(ports.clock.now().getTime() / dayMs) * dayMs;
  const before = new Date(today - keepDays * dayMs);
  let [days, wabaPolls, pollRuns] = [0, 0, 0];
  for (;;) {
    const oldest = await findOldestPolledDay(db, before);
    if (oldest === null) break;
    const moved = await compactPolledDay(db, oldest);
    // Another process has just done this day.
    if (moved === 0) break;
    days += 1;
    wabaPolls += moved;
  }
  for (;;) {
    const removed = await removeOldPollRuns(db, { before, keep: keepRuns, limit: runsAtOnce });
    pollRuns += removed;
    if (removed < runsAtOnce) break;
  }
  ports.log.info({ days, wabaPolls, pollRuns }, "compacted polls");
}
