/** What has a quality budget. */
export const budgetKinds = ["phone-number", "opt-in-source"] as const;
export type BudgetKind = (typeof budgetKinds)[number];

/** A number by its id; a source by the key under which data names it, of merged ones the key that stands for them. */
export interface BudgetSubject {
  readonly kind: BudgetKind;
  readonly key: string;
}

export const subjectName = ({ kind, key }: BudgetSubject): string => `${kind} ${key}`;
