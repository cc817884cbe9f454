import { foldCells } from "../../adapters/db/fold-cells.ts";
import { findCellsWork, lockCells, recountFacts } from "../../adapters/db/recount-facts.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

/** So many batches for one organization before the others get their turn. */
const batchesInARow = 20;

/**
 * Brings the cells up to date with the facts: attribution first, then the differences it and everything else made. In
 * small transactions, so that a killed process loses nothing and counts nothing twice; two processes take turns.
 *
 * @returns how many queue entries and differences were worked on.
 */
export async function countCells(ports: ServicePorts): Promise<number> {
  let worked = 0;
  for (const organizationId of await findCellsWork(ports.db)) {
    worked += await countOne(ports, organizationId);
  }
  return worked;
}

async function countOne(ports: ServicePorts, organizationId: string): Promise<number> {
  let worked = 0;
  for (let batch = 0; batch < batchesInARow; batch++) {
    const recounted = await inTransaction(ports, async (tx) =>
      (await lockCells(tx, organizationId)) ? recountFacts(tx, organizationId) : null,
    );
    if (recounted === null) return worked;
    const folded = await inTransaction(ports, async (tx) =>
      (await lockCells(tx, organizationId)) ? foldCells(tx, organizationId, ports.clock.now()) : null,
    );
    if (folded === null) return worked;
    const count = recounted + folded;
    worked += count;
    // Until nothing is left: what was recounted may have made more to recount.
    if (count === 0) break;
  }
  return worked;
}
