import { listTemplateMarks, listWordingMarks } from "../../adapters/db/list-marks.ts";
import { listPageMarks } from "../../adapters/db/watched-pages.ts";
import { readExposureGroups } from "../../adapters/db/read-cells.ts";
import type { MarksDto, MarksQuery } from "../../contracts/marks.ts";
import type { EventMark } from "../../contracts/phone-numbers.ts";
import { openDimensions, type CellFilters } from "../cells/open-dimensions.ts";
import { hourText, readRange } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { findLaunchMarks } from "../registry/find-launch-marks.ts";
import { requireRight } from "../require-right.ts";
import { pageMark, templateMark, wordingMark } from "./event-marks.ts";

const usualDays = 28;
const hourMs = 3_600_000;
const mostMarks = 100;

/**
 * What may explain a turn of a curve: launches, new wordings, pages that changed, templates that were paused or approved again, incidents.
 * With a filter only of the sources, templates and numbers that its messages had in that time.
 *
 * @throws ServiceError VALIDATION for a range that is none.
 */
export async function listMarks(ctx: ServiceContext, query: MarksQuery): Promise<MarksDto> {
  requireRight(ctx, "quality.read");
  const { organizationId } = ctx;
  const hours = readRange(query, ctx.clock.now(), usualDays);
  const range = { from: new Date(hours.from * hourMs), to: new Date(hours.to * hourMs) };
  const group = await findGroup(ctx, query, hours);
  const [launches, wordings, pages, templates, incidents] = await Promise.all([
    findLaunchMarks(ctx, range),
    listWordingMarks(ctx.db, organizationId, range, group?.sources ?? null, mostMarks),
    listPageMarks(
      ctx.db,
      organizationId,
      range,
      group === null ? null : { sourceKeys: group.sources, methodIds: [...group.methods] },
      mostMarks,
    ),
    listTemplateMarks(
      ctx.db,
      organizationId,
      range,
      { names: namesOf(group), numbers: group?.numbers ?? null },
      mostMarks,
    ),
    ctx.db.incident.findMany({
      where: {
        organizationId,
        openedAt: { gte: range.from, lt: range.to },
        ...(group === null ? {} : { phoneNumberId: { in: [...group.numbers] } }),
      },
      orderBy: { openedAt: "desc" },
      take: mostMarks,
    }),
  ]);
  const now = ctx.clock.now();
  const marks = [
    ...launches.filter(({ id }) => group === null || group.methods.has(id)),
    ...wordings.flatMap((wording) => wordingMark(wording, now) ?? []),
    ...pages.map(pageMark),
    ...templates.map(templateMark),
    ...incidents.map(({ id, openedAt, title }): EventMark => ({
      id,
      kind: "incident",
      occurredAt: openedAt.toISOString(),
      label: title,
      href: `/incidents/${id}`,
    })),
  ];
  return {
    data: marks.sort((a, b) => a.occurredAt.localeCompare(b.occurredAt) || a.id.localeCompare(b.id)),
    from: hourText(hours.from),
    to: hourText(hours.to),
  };
}

interface Group {
  readonly numbers: readonly string[];
  readonly sources: readonly string[];
  readonly methods: ReadonlySet<string>;
  /** Names of templates; empty when its messages name none. */
  readonly templates: readonly string[];
}

/** What the messages behind a figure have in common; null: the figure is about everything. */
async function findGroup(
  ctx: ServiceContext,
  query: CellFilters,
  hours: { readonly from: number; readonly to: number },
): Promise<Group | null> {
  const { phoneNumberId, source, method, campaign, template } = query;
  if ([phoneNumberId, source, method, campaign, template].every((one) => one === undefined)) return null;
  const dimensions = await openDimensions(ctx);
  const by = ["number", "source", "template"] as const;
  const groups = await readExposureGroups(ctx.db, ctx.organizationId, {
    hours,
    by,
    rule: "last",
    only: dimensions.only(query),
  });
  const used = groups.filter(({ exposures }) => exposures > 0);
  const keys = (place: 0 | 1 | 2) => [
    ...new Set(used.flatMap(({ key }) => dimensions.key(by[place], key[place] ?? 0) ?? [])),
  ];
  const sources = [...new Set([...keys(1), ...(source === undefined ? [] : [source])])];
  return {
    numbers: keys(0),
    sources,
    methods: new Set(sources.flatMap((key) => dimensions.source(key)?.methodId ?? [])),
    templates: keys(2),
  };
}

/** Messages that name no template may be of any that their numbers can send. */
function namesOf(group: Group | null): readonly string[] | null {
  return group === null || group.templates.length === 0 ? null : group.templates;
}
