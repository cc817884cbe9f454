import { findGoneBefore, listEvents, type EventRow, type EventsPage } from "../../adapters/db/list-events.ts";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import { readCellState, readExposureGroups, readSignalGroups } from "../../adapters/db/read-cells.ts";
import { eventKinds, type EventDto, type EventsDto, type EventsQuery } from "../../contracts/events.ts";
import type { Stretch } from "../../core/cells/plan-segments.ts";
import { hasRight } from "../../core/access/rights.ts";
import { addCounts, gatherGroups, isSmall, noCounts } from "../cells/group-figures.ts";
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
 * far as its single events are still kept.
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
  const counted = await countGroup(ctx, { hours, only, rule: query.rule }, kinds);
  const isEmpty = counted.total.exposures === 0 && Object.values(counted.total.signals).every((n) => n === 0);
  const suppressed = !isEmpty && isSmall(counted.total, smallGroupSize);
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
    describe: (row) => toEvent(row, dimensions, contactsShown),
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
  question: Pick<Parameters<typeof readExposureGroups>[2], "hours" | "only" | "rule">,
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

function toEvent(row: EventRow, dimensions: Dimensions, contactsShown: boolean): EventDto {
  const source = row.source === null ? null : dimensions.source(row.source);
  const campaign = row.campaign === null ? null : dimensions.campaign(row.campaign);
  return {
    id: row.id,
    kind: row.kind as EventDto["kind"],
    occurredAt: row.occurredAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    phoneNumberId: row.phoneNumberId,
    source: source?.canonicalKey ?? row.source,
    sourceName: source?.name ?? row.source,
    campaign: campaign?.canonicalKey ?? row.campaign,
    campaignName: campaign?.name ?? row.campaign,
    template: row.template,
    basis: row.basis as EventDto["basis"],
    status: row.status,
    errorCode: row.errorCode,
    ageDays: row.ageDays,
    contact: contactsShown ? row.contact : null,
    erased: row.erased,
  };
}
