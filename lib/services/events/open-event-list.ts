import { findGoneBefore, listEvents, type EventRow, type EventsPage } from "../../adapters/db/list-events.ts";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import {
  readCellState,
  readExposureGroups,
  readSignalGroups,
  type CellsQuestion,
} from "../../adapters/db/read-cells.ts";
import { eventKinds, type EventDto, type EventsDto, type EventsQuery } from "../../contracts/events.ts";
import type { Stretch } from "../../core/cells/plan-segments.ts";
import { hasRight } from "../../core/access/rights.ts";
import { addCounts, gatherGroups, isNone, isSmall, noCounts } from "../cells/group-figures.ts";
import { openDimensions, type Dimensions } from "../cells/open-dimensions.ts";
import { hourText, readRange } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { planStretches, type DayCount } from "./plan-stretches.ts";

const usualDays = 28;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const filterable = ["source", "campaign", "template"] as const;

/** A list whose question has been read, and which may be shown: pages come from `read`. */
export interface EventList {
  /** All that the answer says beside its rows. */
  readonly frame: Omit<EventsDto, "data" | "nextCursor">;
  /** So many rows behind a place; fewer: there are no more. Nothing when the group is too small. */
  readonly read: (page: EventsPage) => Promise<EventRow[]>;
  readonly describe: (row: EventRow) => EventDto;
}

/**
 * What figures count, one by one. A group whose figures are hidden for having too few exposures is not listed either: as
 * far as its single events are still kept. In the list of a larger group, the names of its small ones are left out.
 *
 * Contacts are keyed hashes; their first characters are for those who may send facts, since these know the people anyway.
 *
 * @throws ServiceError VALIDATION for a range that is none.
 */
export async function openEventList(ctx: ServiceContext, query: EventsQuery): Promise<EventList> {
  requireRight(ctx, "quality.read");
  const { organizationId, actor } = ctx;
  const asked = readRange(query, ctx.clock.now(), usualDays);
  const [dimensions, smallGroupSize, state, goneBefore] = await Promise.all([
    openDimensions(ctx),
    findSmallGroupSize(ctx.db, organizationId),
    readCellState(ctx.db, organizationId),
    findGoneBefore(ctx.db, organizationId),
  ]);
  const hours = sinceKept(asked, goneBefore);
  const only = dimensions.only(query);
  const kinds = new Set<string>(query.kind.length === 0 ? eventKinds : query.kind);
  const group = { hours, only, rule: query.rule };
  const [counted, nameless] = await Promise.all([
    countGroup(ctx, group, kinds),
    findNameless(ctx, group, dimensions, smallGroupSize),
  ]);
  const suppressed = !isNone(counted.total) && isSmall(counted.total, smallGroupSize);
  const contactsShown = hasRight(actor.role, "facts.write", actor.scopes);
  const question = {
    numbers: counted.numbers.flatMap((ordinal) => dimensions.key("number", ordinal) ?? []),
    only: Object.fromEntries(
      filterable.flatMap((name) => {
        const ordinals = only[name];
        return ordinals === undefined
          ? []
          : [[name, ordinals.flatMap((ordinal) => dimensions.key(name, ordinal) ?? [])] as const];
      }),
    ),
    rule: query.rule,
    exposures: kinds.has("exposure"),
    signalKinds: [...kinds].filter((kind) => kind !== "exposure"),
  };
  return {
    frame: {
      suppressed,
      smallGroupSize,
      contactsShown,
      from: hourText(asked.from),
      to: hourText(asked.to),
      rule: query.rule,
      keptDays: ctx.defaults.factRetentionDays,
      goneBefore: goneBefore?.toISOString() ?? null,
      waiting: state.waiting,
    },
    async read({ limit, after }) {
      if (suppressed) return [];
      const untilDay = after === null ? null : Math.floor(after.at.getTime() / dayMs);
      const rows: EventRow[] = [];
      for (const { fromDay, toDay } of planStretches(counted.days, limit, untilDay)) {
        const from = new Date(Math.max(fromDay * dayMs, hours.from * hourMs));
        const to = new Date(Math.min(toDay * dayMs, hours.to * hourMs));
        const page = { limit: limit - rows.length, after };
        rows.push(...(await listEvents(ctx.db, organizationId, { ...question, from, to }, page)));
        if (rows.length >= limit) break;
      }
      return rows;
    },
    describe: (row) => toEvent(row, dimensions, nameless, contactsShown),
  };
}

/** The part of a range in which no event was dropped. */
function sinceKept({ from, to }: Stretch, goneBefore: Date | null): Stretch {
  const kept = goneBefore === null ? from : Math.ceil(goneBefore.getTime() / hourMs);
  return { from: Math.min(to, Math.max(from, kept)), to };
}

/** What the cells hold of the group: its figures, and where its events lie. */
async function countGroup(
  ctx: ServiceContext,
  question: Omit<CellsQuestion, "by">,
  kinds: ReadonlySet<string>,
) {
  const by = ["number", "day"] as const;
  const [exposures, signals] = await Promise.all([
    readExposureGroups(ctx.db, ctx.organizationId, { ...question, by }),
    readSignalGroups(ctx.db, ctx.organizationId, { ...question, by }),
  ]);
  const total = noCounts();
  for (const counts of gatherGroups(exposures, signals, () => "").values()) addCounts(total, counts);
  const wanted = [
    ...(kinds.has("exposure") ? exposures.map(({ key, exposures: count }) => ({ key, count })) : []),
    ...signals.filter(({ kind }) => kinds.has(kind)),
  ].filter(({ count }) => count > 0);
  const days = wanted.map(({ key: [, day = 0], count }): DayCount => ({ day, count }));
  return { total, days, numbers: [...new Set(wanted.map(({ key: [number = 0] }) => number))] };
}

/** Sources, campaigns and templates that are too small within the group: an event may not say that it is one of theirs. */
type Nameless = Readonly<Record<(typeof filterable)[number], ReadonlySet<string>>>;

async function findNameless(
  ctx: ServiceContext,
  question: Omit<CellsQuestion, "by">,
  dimensions: Dimensions,
  smallGroupSize: number,
): Promise<Nameless> {
  const smallOf = async (dimension: (typeof filterable)[number]) => {
    const [exposures, signals] = await Promise.all([
      readExposureGroups(ctx.db, ctx.organizationId, { ...question, by: [dimension] }),
      readSignalGroups(ctx.db, ctx.organizationId, { ...question, by: [dimension] }),
    ]);
    const groups = gatherGroups(
      exposures,
      signals,
      ([ordinal = 0]) => dimensions.word(dimension, ordinal) ?? "",
    );
    return new Set([...groups].flatMap(([name, counts]) => (isSmall(counts, smallGroupSize) ? [name] : [])));
  };
  const [source, campaign, template] = await Promise.all(filterable.map(smallOf));
  const none = new Set<string>();
  return { source: source ?? none, campaign: campaign ?? none, template: template ?? none };
}

function toEvent(
  row: EventRow,
  dimensions: Dimensions,
  nameless: Nameless,
  contactsShown: boolean,
): EventDto {
  const source = row.source === null ? null : dimensions.source(row.source);
  const campaign = row.campaign === null ? null : dimensions.campaign(row.campaign);
  const keys = {
    source: source?.canonicalKey ?? row.source,
    campaign: campaign?.canonicalKey ?? row.campaign,
    template: row.template,
  };
  const tooSmall = filterable.filter((name) => keys[name] !== null && nameless[name].has(keys[name]));
  const shown = (name: (typeof filterable)[number], value: string | null) =>
    tooSmall.includes(name) ? null : value;
  return {
    id: row.id,
    kind: row.kind as EventDto["kind"],
    occurredAt: row.occurredAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    phoneNumberId: row.phoneNumberId,
    source: shown("source", keys.source),
    sourceName: shown("source", source?.name ?? row.source),
    campaign: shown("campaign", keys.campaign),
    campaignName: shown("campaign", campaign?.name ?? row.campaign),
    template: shown("template", keys.template),
    tooSmall,
    basis: row.basis as EventDto["basis"],
    status: row.status,
    errorCode: row.errorCode,
    ageDays: row.ageDays,
    contact: contactsShown ? row.contact : null,
    erased: row.erased,
  };
}
