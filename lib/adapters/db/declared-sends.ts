import type { CategorySpan, ReadTemplate } from "../../core/declared/category-spans.ts";
import type { Stretch } from "../../core/cells/plan-segments.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";
import { exposureParts, signalParts, type CellsQuestion } from "./read-cells.ts";

/** Every template whose name occurs in cells, with the categories it was read with. */
export async function readTemplateCategories(db: Db, organizationId: string): Promise<ReadTemplate[]> {
  return db.$queryRaw<ReadTemplate[]>`
    select v.ordinal as template, t.category,
      coalesce((select json_agg(json_build_object('from', c.from_value, 'to', c.to_value,
            'day', ceil(extract(epoch from c.occurred_at) / 86400)::int) order by c.occurred_at, c.id)
          from asset_change c where c.organization_id = v.organization_id and c.subject_kind = 'template'
            and c.subject_id = t.id and c.field = 'category'), '[]') as changes
    from cell_value v
    join message_template t on t.organization_id = v.organization_id and t.name = v.key
    where v.organization_id = ${organizationId} and v.dimension = 'template'
    order by v.ordinal, t.id`;
}

/** What was sent to contacts of a source with one template during one span, and what came back. Ordinals; 0: none. */
export interface DeclaredSend {
  readonly source: number;
  readonly template: number;
  /** Place of the span among those given; null: none holds the day. */
  readonly span: number | null;
  readonly messages: number;
  /** Negative signals within the range. */
  readonly negative: number;
}

/**
 * Messages and negative signals by source, template and category, from the roll-ups by day and template under the
 * last-touch rule: the cost follows the cells in range.
 */
export async function readDeclaredSends(
  db: Db,
  organizationId: string,
  question: {
    readonly hours: Stretch;
    readonly only: CellsQuestion["only"];
    readonly lastHour: number;
    readonly negativeKinds: readonly string[];
  },
  spans: readonly CategorySpan[],
): Promise<DeclaredSend[]> {
  const cells: CellsQuestion = {
    ...{ hours: question.hours, only: question.only, lastHour: question.lastHour },
    by: ["source", "template", "day"],
    rule: "last",
  };
  const exposures = exposureParts(organizationId, cells);
  const signals = signalParts(organizationId, cells, question.negativeKinds);
  if (exposures === null || signals === null) return [];
  const column = (pick: (span: CategorySpan) => number) => Prisma.sql`${spans.map(pick)}::int[]`;
  return db.$queryRaw<DeclaredSend[]>`
    with spans as (
      select * from unnest(${column((one) => one.template)}, ${column((one) => one.fromDay)},
        ${column((one) => one.toDay)}) with ordinality as u(template, from_day, to_day, place)
    ), counted as (
      select source, template, day, s as messages, 0 as negative from (${exposures}) e
      union all
      select source, template, day, 0, n from (${signals}) c
    )
    select p.source, p.template, (u.place - 1)::int as span, sum(p.messages)::float8 as messages,
      sum(p.negative)::float8 as negative
    from counted p
    left join spans u on u.template = p.template and p.day >= u.from_day and p.day < u.to_day
    where p.source <> 0
    group by 1, 2, 3
    having sum(p.messages) <> 0 or sum(p.negative) <> 0
    order by 1, 2, 3`;
}
