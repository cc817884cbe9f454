import { awaitCellsLock } from "../../adapters/db/recount-facts.ts";
import { findRebuildSpan, recountStretch } from "../../adapters/db/rebuild-cells.ts";
import type { ServicePorts } from "../context.ts";
import { countCells } from "./count-cells.ts";

const weekHours = 168;
const tries = 20;

/**
 * Counts the cells of an organization anew from its facts, week by week, while facts go on coming in. Cells of weeks
 * whose facts are gone by retention, wholly or in part, stay as they are.
 *
 * @throws when other transactions get in the way twenty times in a row.
 */
export async function rebuildCells(ports: ServicePorts, organizationId: string): Promise<void> {
  const span = await findRebuildSpan(ports.db, organizationId);
  if (span === null) return;
  for (let from = span.from; from < span.to; from += weekHours) {
    await recountWeek(ports, organizationId, from);
    await countCells(ports);
  }
  await ports.db.cellState.updateMany({ where: { organizationId }, data: { rebuiltAt: ports.clock.now() } });
}

async function recountWeek(ports: ServicePorts, organizationId: string, from: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await ports.db.$transaction(
        async (tx) => {
          await awaitCellsLock(tx, organizationId);
          await recountStretch(tx, organizationId, { from, to: from + weekHours });
        },
        { isolationLevel: "RepeatableRead", timeout: 120_000 },
      );
      return;
    } catch (error) {
      // The transaction's view was taken before it had the lock; what was folded meanwhile makes it begin again.
      if (attempt === tries || !/serializ|write conflict|40001|P2034/i.test(String(error))) throw error;
    }
  }
}
