import {
  readDeclaredSends,
  readTemplateCategories,
  type DeclaredSend,
} from "../../adapters/db/declared-sends.ts";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import { readCellState } from "../../adapters/db/read-cells.ts";
import { negativeKinds } from "../../contracts/cells.ts";
import type { DeclaredCategory, DeclaredSourceDto, SentFigures } from "../../contracts/declared.ts";
import type { Stretch } from "../../core/cells/plan-segments.ts";
import { categorySpans, templateCategories, type CategorySpan } from "../../core/declared/category-spans.ts";
import { judgeDeclared } from "../../core/declared/judge-declared.ts";
import { rateInterval } from "../../core/rates/rate-interval.ts";
import type { Declaration } from "../../core/registry/declared-kinds.ts";
import { openDimensions, type CellFilters } from "../cells/open-dimensions.ts";
import { hourText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";

/** So many templates are named as examples of a category. */
const mostTemplates = 3;

export interface DeclaredFrame {
  readonly from: string;
  readonly to: string;
  readonly smallGroupSize: number;
  readonly countedAt: string | null;
  readonly waiting: number;
}

/** Sources that something was sent to the contacts of, what they declare, and what came of it; by no order. */
export async function declaredSources(
  ctx: ServiceContext,
  hours: Stretch,
  filters: Pick<CellFilters, "source" | "method">,
): Promise<{ readonly sources: DeclaredSourceDto[]; readonly frame: DeclaredFrame }> {
  const { db, organizationId } = ctx;
  const [dimensions, smallGroupSize, state, templates] = await Promise.all([
    openDimensions(ctx),
    findSmallGroupSize(db, organizationId),
    readCellState(db, organizationId),
    readTemplateCategories(db, organizationId),
  ]);
  const spans = categorySpans(templates);
  const question = { hours, only: dimensions.only(filters), lastHour: state.lastHour, negativeKinds };
  const bySource = new Map<string, DeclaredSend[]>();
  for (const send of await readDeclaredSends(db, organizationId, question, spans)) {
    const key = dimensions.word("source", send.source);
    if (key !== null) bySource.set(key, [...(bySource.get(key) ?? []), send]);
  }
  const templateName = (ordinal: number) => dimensions.word("template", ordinal) ?? "";
  const sources = [...bySource].map(([key, sends]): DeclaredSourceDto => {
    const source = dimensions.source(key);
    return {
      id: source?.id ?? null,
      key,
      name: source?.name ?? key,
      state: source?.state ?? null,
      activationMethodId: source?.methodId ?? null,
      activationMethodName: source?.methodName ?? null,
      ...compare(source?.declaration ?? null, sends, { spans, templateName, smallGroupSize }),
    };
  });
  return {
    sources,
    frame: {
      from: hourText(hours.from),
      to: hourText(hours.to),
      smallGroupSize,
      countedAt: state.countedAt?.toISOString() ?? null,
      waiting: state.waiting,
    },
  };
}

type Comparison = Pick<
  DeclaredSourceDto,
  | "declaration"
  | "categories"
  | "inside"
  | "outside"
  | "outsideShare"
  | "outsideInterval"
  | "ratio"
  | "finding"
>;

interface Beside {
  readonly spans: readonly CategorySpan[];
  readonly templateName: (ordinal: number) => string;
  readonly smallGroupSize: number;
}

/** What is declared and what was sent; also of a source to whose contacts nothing was sent. */
export function compare(
  declaration: Declaration | null,
  sends: readonly DeclaredSend[],
  beside: Beside,
): Comparison {
  const groups = groupSends(sends, beside.spans);
  const rows = groups.map((group) => toRow(group, declaration, beside));
  const known = rows.filter(({ category }) => category !== null);
  const inside = sumShown(known.filter(({ declared }) => declared === true));
  const outside = sumShown(known.filter(({ declared }) => declared === false));
  const isHidden = inside.suppressed || outside.suppressed;
  const count = ({ messages, negative }: SentFigures) => ({
    events: negative ?? 0,
    exposures: messages ?? 0,
  });
  const judgement = judgeDeclared(
    declaration === null ? null : { inside: count(inside), outside: count(outside) },
  );
  // A side that is hidden must not pass for one that nothing was sent of.
  const shown = isHidden ? { ...judgement, share: null, ratio: null } : judgement;
  return {
    declaration:
      declaration === null
        ? null
        : { kinds: declaration.kinds.map((one) => ({ ...one })), by: declaration.by },
    categories: rows,
    inside: declaration === null ? null : inside,
    outside: declaration === null ? null : outside,
    outsideShare: shown.share?.share ?? null,
    outsideInterval: shown.share === null ? null : [shown.share.low, shown.share.high],
    ratio: shown.ratio,
    finding: declaration !== null && isHidden ? "hidden" : judgement.finding,
  };
}

interface SendGroup {
  readonly category: DeclaredCategory["category"];
  readonly unknown: DeclaredCategory["unknown"];
  messages: number;
  negative: number;
  readLater: number;
  readonly templates: Map<number, number>;
}

const unknowns = ["no-template", "not-read", "differs"] as const;

/** By category in their order, then what is not known. */
function groupSends(sends: readonly DeclaredSend[], spans: readonly CategorySpan[]): SendGroup[] {
  const groups = new Map<string, SendGroup>();
  for (const { template, span: place, messages, negative } of sends) {
    const span = place === null ? null : (spans[place] ?? null);
    const category = span?.category ?? null;
    const unknown =
      category !== null ? null : template === 0 ? "no-template" : span === null ? "not-read" : "differs";
    const name = category ?? unknown ?? "";
    let group = groups.get(name);
    if (group === undefined) {
      group = { category, unknown, messages: 0, negative: 0, readLater: 0, templates: new Map() };
      groups.set(name, group);
    }
    group.messages += messages;
    group.negative += negative;
    if (span?.basis === "read-later") group.readLater += messages;
    if (template !== 0) group.templates.set(template, (group.templates.get(template) ?? 0) + messages);
  }
  return [...templateCategories, ...unknowns].flatMap((name) => groups.get(name) ?? []);
}

function toRow(
  group: SendGroup,
  declaration: Declaration | null,
  { templateName, smallGroupSize }: Beside,
): DeclaredCategory {
  const { category, unknown, messages, negative, readLater } = group;
  const isHidden = Math.max(messages, negative) < smallGroupSize;
  return {
    category,
    unknown,
    declared:
      category === null || declaration === null
        ? null
        : declaration.kinds.some(({ kind }) => kind === category),
    ...(isHidden ? hidden : toFigures(messages, negative)),
    readLaterShare: isHidden || category === null || messages === 0 ? null : readLater / messages,
    templates: [...group.templates]
      .map(([template, count]) => ({ name: templateName(template), count }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
      .slice(0, mostTemplates)
      .map(({ name, count }) => ({ name, messages: isHidden || count < smallGroupSize ? null : count })),
  };
}

const hidden: SentFigures = { messages: null, negative: null, rate: null, interval: null, suppressed: true };

function toFigures(messages: number, negative: number): SentFigures {
  const interval = rateInterval(negative, messages);
  return {
    messages,
    negative,
    rate: interval?.rate ?? null,
    interval: interval === null ? null : [interval.low, interval.high],
    suppressed: false,
  };
}

/** Small rows are left out, or they could be had by subtraction; where only such are, nothing is shown. */
function sumShown(rows: readonly DeclaredCategory[]): SentFigures {
  const shown = rows.filter(({ suppressed }) => !suppressed);
  if (shown.length === 0 && rows.length > 0) return hidden;
  const sum = (pick: (row: DeclaredCategory) => number | null) =>
    shown.reduce((total, row) => total + (pick(row) ?? 0), 0);
  return toFigures(
    sum(({ messages }) => messages),
    sum(({ negative }) => negative),
  );
}
