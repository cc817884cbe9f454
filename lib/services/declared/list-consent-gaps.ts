import { readAgainstWishes } from "../../adapters/db/against-wishes.ts";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import { readCellState, readExposureGroups } from "../../adapters/db/read-cells.ts";
import type { ConsentGap, ConsentGapsDto, ConsentGapsQuery } from "../../contracts/declared.ts";
import { describeSubject } from "../cells/describe-subject.ts";
import { columnOf, openDimensions } from "../cells/open-dimensions.ts";
import { hourText, readRange } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { decodeCursor, encodeCursor } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";

const usualDays = 90;
const hourMs = 3_600_000;

interface Counts {
  messages: number;
  withoutOptIn: number;
  afterOptOut: number;
}

/**
 * Messages to people of whom no opt-in before the sending is known, and marketing after a stop, by campaign, template or
 * number. Small groups are not counted, but messages after a stop always are: every broken wish is to be looked at.
 *
 * @throws ServiceError VALIDATION for a range that is none, or a cursor that is not one of this list.
 */
export async function listConsentGaps(ctx: ServiceContext, query: ConsentGapsQuery): Promise<ConsentGapsDto> {
  requireRight(ctx, "quality.read");
  const { db, organizationId } = ctx;
  const { by, limit } = query;
  const hours = readRange(query, ctx.clock.now(), usualDays);
  const [part] = decodeCursor(query.cursor, 1) ?? ["0"];
  if (part === undefined || !/^\d{1,9}$/.test(part)) throw invalid("cursor", "is not a cursor of this list");
  const offset = Number(part);
  const [dimensions, smallGroupSize, state] = await Promise.all([
    openDimensions(ctx),
    findSmallGroupSize(db, organizationId),
    readCellState(db, organizationId),
  ]);
  const column = columnOf[by];
  const question = { hours, only: {}, rule: "last" as const, lastHour: state.lastHour };
  const range = { from: new Date(hours.from * hourMs), to: new Date(hours.to * hourMs) };
  const [sent, against] = await Promise.all([
    readExposureGroups(db, organizationId, { ...question, by: [column, "source"] }),
    readAgainstWishes(db, organizationId, range, by),
  ]);
  const groups = new Map<string | null, Counts>();
  const at = (key: string | null) => {
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { messages: 0, withoutOptIn: 0, afterOptOut: 0 }));
    return group;
  };
  for (const { key, exposures } of sent) {
    const group = at(dimensions.word(by, key[0] ?? 0));
    group.messages += exposures;
    if (key[1] === 0) group.withoutOptIn += exposures;
  }
  for (const { key, messages } of against) {
    const campaign = by === "campaign" && key !== null ? dimensions.campaign(key) : null;
    at(campaign?.canonicalKey ?? key).afterOptOut += messages;
  }
  const rows = [...groups].map(([key, counts]): ConsentGap => {
    const { name } = describeSubject(by, key, dimensions);
    return { key, name, ...toShown(counts, smallGroupSize) };
  });
  rows.sort(
    (a, b) =>
      b.afterOptOut - a.afterOptOut ||
      (b.withoutOptIn ?? -1) - (a.withoutOptIn ?? -1) ||
      ((a.key ?? "") < (b.key ?? "") ? -1 : 1),
  );
  const total = { messages: 0, withoutOptIn: 0, afterOptOut: 0 };
  for (const row of rows) {
    // Small groups are left out, or they could be had by subtraction.
    total.messages += row.withoutOptIn === null ? 0 : (row.messages ?? 0);
    total.withoutOptIn += row.withoutOptIn ?? 0;
    total.afterOptOut += row.afterOptOut;
  }
  const isMore = rows.length > offset + limit;
  return {
    data: rows.slice(offset, offset + limit),
    nextCursor: isMore ? encodeCursor([String(offset + limit)]) : null,
    by,
    total: toShown(
      total,
      rows.length === 0 ? 0 : smallGroupSize,
      rows.some(({ suppressed }) => suppressed),
    ),
    from: hourText(hours.from),
    to: hourText(hours.to),
    smallGroupSize,
    countedAt: state.countedAt?.toISOString() ?? null,
    waiting: state.waiting,
  };
}

/** Nobody without an opt-in is no secret; a few are. */
function toShown(
  counts: Counts,
  smallGroupSize: number,
  leavesOut = false,
): Omit<ConsentGap, "key" | "name"> {
  const { messages, withoutOptIn, afterOptOut } = counts;
  const isSmall = messages < smallGroupSize;
  // What was left out must not pass for none.
  const isFew = isSmall || (withoutOptIn < smallGroupSize && (withoutOptIn > 0 || leavesOut));
  return {
    messages: isSmall ? null : messages,
    withoutOptIn: isFew ? null : withoutOptIn,
    withoutOptInShare: isFew || messages === 0 ? null : withoutOptIn / messages,
    afterOptOut,
    suppressed: isFew,
  };
}
