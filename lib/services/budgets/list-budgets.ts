import { countWaitingSubjects } from "../../adapters/db/budget-subjects.ts";
import { listBudgetRows } from "../../adapters/db/budgets.ts";
import type { BudgetsDto, BudgetsQuery } from "../../contracts/budgets.ts";
import type { ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { openSpikeNames } from "../spikes/open-spike-names.ts";
import { toBudgetDto } from "./budget-dto.ts";

const dayMs = 86_400_000;

/**
 * Quality budgets of numbers and sources: what burns first, then what is used up most.
 *
 * @throws ServiceError VALIDATION for a cursor that is not one of this list.
 */
export async function listBudgets(ctx: ServiceContext, query: BudgetsQuery): Promise<BudgetsDto> {
  requireRight(ctx, "quality.read");
  const { db, organizationId } = ctx;
  const after = readCursor(query.cursor);
  const [rows, names, waiting] = await Promise.all([
    listBudgetRows(
      db,
      organizationId,
      { kind: query.kind, burning: query.burn === "burning" },
      { limit: query.limit + 1, after },
    ),
    openSpikeNames(ctx),
    countWaitingSubjects(db, organizationId, Math.floor(ctx.clock.now().getTime() / dayMs)),
  ]);
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [
    String(last.rank),
    String(last.order),
    last.kind,
    last.key,
  ]);
  return { data: page.map((row) => toBudgetDto(row, names)), nextCursor, waiting };
}

function readCursor(cursor: string | undefined): readonly [number, number, string, string] | null {
  const parts = decodeCursor(cursor, 4);
  if (parts === null) return null;
  const [rank, order] = [Number(parts[0]), Number(parts[1])];
  if (!Number.isInteger(rank) || Math.abs(rank) > 9 || !Number.isFinite(order)) {
    throw invalid("cursor", "is not a cursor of this list");
  }
  return [rank, order, parts[2] ?? "", parts[3] ?? ""];
}
