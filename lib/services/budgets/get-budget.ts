import { readBudgetStands } from "../../adapters/db/budget-stands.ts";
import { listBudgetRows, readAllowedRates, type ListedBudget } from "../../adapters/db/budgets.ts";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import type { BudgetDetailDto } from "../../contracts/budgets.ts";
import { subjectName } from "../../core/budget/budget-subject.ts";
import { burnDown } from "../../core/budget/burn-down.ts";
import { sentDays } from "../../core/budget/watch-budget.ts";
import { dayText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { openSpikeNames } from "../spikes/open-spike-names.ts";
import { toBudgetDto, unjudgedDto } from "./budget-dto.ts";
import { findSubject } from "./find-subject.ts";

/**
 * The quality budget of a number or source with the 30 days that it is counted over.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function getBudget(
  ctx: ServiceContext,
  asked: { readonly kind: string; readonly id: string },
): Promise<BudgetDetailDto> {
  requireRight(ctx, "quality.read");
  const { db, organizationId } = ctx;
  const subject = await findSubject(db, organizationId, asked);
  const { kind, key } = subject;
  const [[row], names, smallGroupSize] = await Promise.all([
    listBudgetRows(db, organizationId, { kind, key }, { limit: 1, after: null }),
    openSpikeNames(ctx),
    findSmallGroupSize(db, organizationId),
  ]);
  if (row === undefined) {
    const rates = await readAllowedRates(db, organizationId, [subject]);
    const set = rates.get(subjectName(subject)) ?? null;
    return { ...unjudgedDto(subject, set, names), series: [], smallGroupSize };
  }
  const dto = toBudgetDto(row, names);
  const series = dto.state === "counted" ? await readSeries(ctx, row, smallGroupSize) : [];
  return { ...dto, series, smallGroupSize };
}

async function readSeries(
  { db, organizationId }: ServiceContext,
  { kind, key, throughDay, allowedRate, origin }: ListedBudget,
  smallGroupSize: number,
): Promise<BudgetDetailDto["series"]> {
  const asked = [{ kind, key, fromDay: throughDay + 1 }];
  const [stood] = await readBudgetStands(db, organizationId, asked);
  if (stood === undefined || allowedRate === null || origin === null) return [];
  const smallest = kind === "opt-in-source" ? smallGroupSize : 0;
  return burnDown({ allowedRate, from: origin }, sentDays(stood.stand), throughDay, smallest).map(
    ({ at, messages, events, left, even }) => ({ day: dayText(at), messages, events, left, even }),
  );
}
