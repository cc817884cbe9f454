import { restartSubjects } from "../../adapters/db/budget-subjects.ts";
import { saveAllowedRate } from "../../adapters/db/budgets.ts";
import type { BudgetDetailDto, SetBudgetBody } from "../../contracts/budgets.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { findSubject } from "./find-subject.ts";
import { getBudget } from "./get-budget.ts";
import { watchSomeBudgets } from "./watch-budgets.ts";

/**
 * Sets the rate that is allowed to a number or source, or takes it back, and judges all its days anew by it. What is answered holds
 * already, unless a round of the background is at work: then that is next.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function setBudget(
  ctx: ServiceContext,
  asked: { readonly kind: string; readonly id: string },
  { allowedRate }: SetBudgetBody,
): Promise<BudgetDetailDto> {
  requireRight(ctx, "registry.write");
  const { organizationId } = ctx;
  await inTransaction(ctx, async (tx) => {
    const subject = await findSubject(tx, organizationId, asked);
    const { kind, key, id } = subject;
    const set =
      allowedRate === null ? null : { rate: allowedRate, setAt: ctx.clock.now(), setBy: ctx.actor.name };
    const before = await saveAllowedRate(tx, organizationId, subject, set);
    if (before === allowedRate) return;
    await restartSubjects(tx, organizationId, kind, kind === "phone-number" ? [key] : subject.sourceKeys);
    await recordAudit(tx, ctx, {
      action: allowedRate === null ? "budget.clear" : "budget.set",
      subject: id,
      detail: { kind, allowedRate, before },
    });
  });
  await watchSomeBudgets(ctx, organizationId);
  return getBudget(ctx, asked);
}
