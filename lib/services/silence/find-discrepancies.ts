import { insertDiscrepancies, listPolledChanges } from "../../adapters/db/discrepancies.ts";
import { judgeDifference } from "../../core/collection/discrepancy.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

const lookBackMs = 48 * 3_600_000;
const atOnce = 2_000;

/**
 * Compares what polls found with what webhooks told, of every organization: changes that no webhook announced, and values
 * that the next poll contradicts (docs/faults.md F25). Each is kept once.
 *
 * @returns how many are new.
 */
export async function findDiscrepancies(ports: Pick<ServicePorts, "db" | "clock">): Promise<number> {
  const now = ports.clock.now();
  const from = new Date(now.getTime() - lookBackMs);
  const changes = await listPolledChanges(ports.db, { from, until: now, limit: atOnce });
  const found = changes.flatMap((change) => {
    const kind = judgeDifference(change, now);
    return kind === null
      ? []
      : [{ ...change, kind, webhookValue: kind === "unannounced" ? null : change.webhookValue }];
  });
  if (found.length === 0) return 0;
  return inTransaction(ports, (tx) => insertDiscrepancies(tx, now, found));
}
