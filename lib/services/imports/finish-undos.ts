import {
  findUndoingImports,
  lockUndoing,
  markUndone,
  removeImportedFacts,
  type UndoingImport,
} from "../../adapters/db/data-imports.ts";
import { lockFactsShared } from "../../adapters/db/facts-lock.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

const rowsAtOnce = 5_000;
/** So many for one import before the others get their turn. */
const batchesInARow = 10;

/**
 * Removes the facts of imports that are being undone, a batch a transaction: a killed process is taken over where it
 * stopped. Triggers on the facts take back what they counted.
 *
 * @returns how many batches were removed; zero when nothing waits.
 */
export async function finishUndos(ports: ServicePorts): Promise<number> {
  let batches = 0;
  for (const one of await findUndoingImports(ports.db)) {
    for (let turn = 0; turn < batchesInARow; turn++) {
      if (!(await removeBatch(ports, one))) break;
      batches++;
    }
  }
  if (batches > 0) ports.poke("cells");
  return batches;
}

/** Whether there may be more. */
function removeBatch(ports: ServicePorts, one: UndoingImport): Promise<boolean> {
  return inTransaction(ports, async (tx) => {
    await lockFactsShared(tx, one.organizationId);
    if (!(await lockUndoing(tx, one))) return false;
    const removed = await removeImportedFacts(tx, one, rowsAtOnce);
    if (removed === 0) await markUndone(tx, one, ports.clock.now());
    return removed > 0;
  });
}
