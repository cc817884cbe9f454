import type { EventsDto, EventsQuery } from "../../contracts/events.ts";
import { csvText } from "../../core/history/csv-text.ts";
import type { ServiceContext } from "../context.ts";
import { cursorInstant, decodeCursor, pageOf } from "../page-cursor.ts";
import { openEventList, type EventList } from "./open-event-list.ts";

const rowsAtOnce = 2_000;

/**
 * The single messages and signals behind a figure, the newest first.
 *
 * @throws ServiceError VALIDATION for a range that is none, or a cursor that is not one of this list.
 */
export async function listEvents(ctx: ServiceContext, query: EventsQuery): Promise<EventsDto> {
  const list = await openEventList(ctx, query);
  const cursor = decodeCursor(query.cursor, 2);
  const after = cursor === null ? null : { at: cursorInstant(cursor[0]), id: cursor[1] ?? "" };
  const rows = await list.read({ limit: query.limit + 1, after });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.occurredAt.toISOString(), last.id]);
  return { data: page.map(list.describe), nextCursor, ...list.frame };
}

const columns = [
  "occurredAt",
  "kind",
  "status",
  "errorCode",
  "basis",
  "ageDays",
  "phoneNumberId",
  "source",
  "campaign",
  "template",
  "contact",
  "recordedAt",
  "tooSmall",
  "id",
] as const;

/** The whole list as a CSV file, piece by piece. @throws as `listEvents`, before the first piece. */
export async function exportEvents(
  ctx: ServiceContext,
  query: EventsQuery,
): Promise<{ suppressed: boolean; pieces: AsyncGenerator<string> }> {
  const list = await openEventList(ctx, query);
  return { suppressed: list.frame.suppressed, pieces: pieces(list) };
}

async function* pieces(list: EventList): AsyncGenerator<string> {
  yield csvText([[...columns]]);
  for (let after: { at: Date; id: string } | null = null; ;) {
    const rows = await list.read({ limit: rowsAtOnce, after });
    yield csvText(
      rows.map((row) => {
        const event = list.describe(row);
        return columns.map((column) => (event[column] === null ? null : String(event[column])));
      }),
    );
    const last = rows.at(-1);
    if (rows.length < rowsAtOnce || last === undefined) return;
    after = { at: last.occurredAt, id: last.id };
  }
}
