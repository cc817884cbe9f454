import { dropFactsBefore, listFactNumbers, notePruned } from "../../adapters/db/old-facts.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

const dayMs = 86_400_000;
/** A signal may answer a message of up to 28 days before it: the message must outlive the signal. */
const marginDays = 30;

/**
 * Drops single messages and signals that are older than the days that are set for them; what they counted for stays in
 * the cells. Facts so old are not taken in any more, so nothing is counted twice. Opt-ins are kept: today's messages
 * rest on them, however old they are.
 *
 * @returns how many rows went.
 */
export async function dropOldFacts(ports: ServicePorts): Promise<number> {
  const now = ports.clock.now().getTime();
  const before = new Date(now - (ports.defaults.factRetentionDays + marginDays) * dayMs);
  let dropped = 0;
  for (const place of await listFactNumbers(ports.db)) {
    let here = 0;
    for (const table of ["signal", "exposure"] as const) {
      for (let more = true; more;) {
        const step = await inTransaction(ports, (tx) => dropFactsBefore(tx, table, place, before));
        here += step.count;
        more = step.more;
      }
    }
    if (here > 0) await notePruned(ports.db, place.organizationId, before);
    dropped += here;
  }
  return dropped;
}
