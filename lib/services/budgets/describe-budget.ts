import { listBudgetRows } from "../../adapters/db/budgets.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { isServiceError } from "../errors.ts";
import { openSpikeNames } from "../spikes/open-spike-names.ts";
import { budgetName, toBudgetDto } from "./budget-dto.ts";
import { findSubject } from "./find-subject.ts";

/** What an alert says of a budget: its name, its sentences, null where there is nothing to show, and the source keys in it. */
export async function describeBudget(
  db: Db,
  organizationId: string,
  asked: { readonly kind: "phone-number" | "opt-in-source"; readonly id: string },
): Promise<{ name: string; words: string | null; keys: readonly string[] }> {
  const names = await openSpikeNames({ db, organizationId });
  const subject = await findSubject(db, organizationId, asked).catch((error: unknown) => {
    if (isServiceError(error)) return null;
    throw error;
  });
  if (subject === null) return { name: asked.id, words: null, keys: [] };
  const { kind, key } = subject;
  const [row] = await listBudgetRows(db, organizationId, { kind, key }, { limit: 1, after: null });
  const budget = row === undefined ? null : toBudgetDto(row, names);
  return {
    name: budgetName(subject, names),
    words: budget?.state === "counted" ? budget.summary : null,
    keys: subject.sourceKeys,
  };
}
