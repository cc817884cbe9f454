/** Categories that Meta gives to templates, in our words. */
export const templateCategories = ["marketing", "utility", "authentication"] as const;
export type TemplateCategory = (typeof templateCategories)[number];

/** One template as it was read, of those that share a name: one a language and WABA. Days are days of UTC since 1970. */
export interface ReadTemplate {
  /** Stands for the name. */
  readonly template: number;
  /** In Meta's words; null: none was told. */
  readonly category: string | null;
  /** Its categories in the order of time, the first reading included; of a first reading `from` is null. */
  readonly changes: readonly {
    readonly day: number;
    readonly from: string | null;
    readonly to: string | null;
  }[];
}

/**
 * at-sending: known from readings before the day. read-later: the first one that was read after it, since none is known
 * from before.
 */
export type CategoryBasis = "at-sending" | "read-later";

/** What a name stood for during days; the last one is not included. */
export interface CategorySpan {
  readonly template: number;
  readonly fromDay: number;
  readonly toDay: number;
  /** Null: templates of this name had different categories then. */
  readonly category: TemplateCategory | null;
  readonly basis: CategoryBasis;
}

/** Days beyond all that is counted, and such as a database's whole number holds. */
const firstDay = -1_000_000;
const lastDay = 1_000_000;

/**
 * Which category did each template have on which days? A day belongs to the category with which it began. Names of
 * which no category is known have no span.
 */
export function categorySpans(templates: readonly ReadTemplate[]): CategorySpan[] {
  const named = new Map<number, ReadTemplate[]>();
  for (const one of templates) named.set(one.template, [...(named.get(one.template) ?? []), one]);
  return [...named].flatMap(([template, all]) => {
    const lives = all.map(lifeOf);
    const breaks = [...new Set([firstDay, ...lives.flat().map(({ fromDay }) => fromDay)])].sort(
      (a, b) => a - b,
    );
    return breaks.flatMap((fromDay, at): CategorySpan[] => {
      const then = lives.flatMap((life) => life.findLast((one) => one.fromDay <= fromDay) ?? []);
      const known = then.filter(({ category }) => category !== null);
      const seen = known.filter(({ basis }) => basis === "at-sending");
      const used = seen.length > 0 ? seen : known;
      const [first] = used;
      if (first === undefined) return [];
      const isOne = used.every(({ category }) => category === first.category);
      const toDay = breaks[at + 1] ?? lastDay;
      return [{ template, fromDay, toDay, category: isOne ? first.category : null, basis: first.basis }];
    });
  });
}

interface LifePart {
  readonly fromDay: number;
  readonly category: TemplateCategory | null;
  readonly basis: CategoryBasis;
}

function lifeOf({ category, changes }: ReadTemplate): LifePart[] {
  const [first] = changes;
  if (first === undefined) {
    return [{ fromDay: firstDay, category: ours(category), basis: "read-later" }];
  }
  return [
    { fromDay: firstDay, category: ours(first.from ?? first.to), basis: "read-later" },
    ...changes.map(({ day, to }) => ({ fromDay: day, category: ours(to), basis: "at-sending" as const })),
  ];
}

function ours(category: string | null): TemplateCategory | null {
  return templateCategories.find((one) => one === category?.toLowerCase()) ?? null;
}
