import { loadRegistryNames } from "../../adapters/db/registry-names.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { budgetKinds, type BudgetSubject } from "../../core/budget/budget-subject.ts";
import { notFound } from "../errors.ts";

/** A subject as it is asked for, and what stands for it. */
export interface FoundSubject extends BudgetSubject {
  readonly id: string;
  /** Source keys that are counted in it; of a number none. */
  readonly sourceKeys: readonly string[];
}

/**
 * The number or source with this id; of a merged source, the one that stands for it.
 *
 * @throws ServiceError NOT_FOUND for a kind, number or source that is not there in this organization.
 */
export async function findSubject(
  db: Db,
  organizationId: string,
  asked: { readonly kind: string; readonly id: string },
): Promise<FoundSubject> {
  const kind = budgetKinds.find((one) => one === asked.kind);
  if (kind === undefined) throw notFound("The kind of budget");
  const { id } = asked;
  if (kind === "phone-number") {
    if (await isNumber(db, organizationId, id)) return { kind, id, key: id, sourceKeys: [] };
    throw notFound("The phone number");
  }
  const entry = await db.optInSource.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (entry === null) throw notFound("The opt-in source");
  const { sources } = await loadRegistryNames(db, organizationId);
  const final = sources.get(entry.key);
  const key = final?.canonicalKey ?? entry.key;
  const sourceKeys = [...sources.values()].flatMap((one) => (one.canonicalKey === key ? [one.key] : []));
  return { kind, id: final?.id ?? id, key, sourceKeys };
}

/** Polled, or named by facts. */
async function isNumber(db: Db, organizationId: string, id: string): Promise<boolean> {
  const polled = await db.phoneNumber.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (polled !== null) return true;
  const marked = { organizationId, kind: "phone-number", key: id };
  const where = { organizationId_kind_key: marked };
  return (await db.budgetSubject.findUnique({ where, select: { key: true } })) !== null;
}
