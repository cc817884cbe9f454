import type { ScheduledReadKind } from "../../core/collection/plan-next-read.ts";
import type { ServicePorts } from "../../services/context.ts";
import { ensureReads } from "../../adapters/db/scheduled-reads.ts";
import { runDueReads } from "../../services/reads/run-due-reads.ts";

/** Everything that is due is read, as the background loop does it; how many readings there were. */
export async function readDue(ports: ServicePorts): Promise<number> {
  let count = 0;
  for (;;) {
    const some = await runDueReads(ports);
    if (some === 0) return count;
    count += some;
  }
}

/** Makes readings of these kinds due and runs them, and nothing else. */
export async function readNow(
  ports: ServicePorts,
  kinds: readonly ScheduledReadKind[],
  wabaId?: string,
): Promise<number> {
  await ensureReads(ports.db);
  await ports.db.$executeRaw`update scheduled_read set next_due_at = now() + interval '1 day'`;
  await ports.db.$executeRaw`
    update scheduled_read set next_due_at = now() - interval '1 second'
    where kind = any(${[...kinds]}::text[]) and (${wabaId ?? null}::text is null or subject_id = ${wabaId ?? null})`;
  return readDue(ports);
}
