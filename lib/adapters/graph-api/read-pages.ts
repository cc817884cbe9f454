import type { GraphAnswer, PagedSightings } from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import { networkTrouble } from "./graph-http.ts";
import type { GraphSession } from "./graph-session.ts";
import { pageShape } from "./graph-shapes.ts";

const pageSize = "100";
const maximumPages = 1_000;

interface Pages {
  readonly rows: readonly unknown[];
  /** Why some pages are missing; null when none is. */
  readonly trouble: GraphTrouble | null;
  readonly droppedFields: readonly string[];
}

/** Reads an edge page by page, following cursors; leaves out fields that Meta refuses. What was read before trouble counts. */
export async function readPages(
  session: GraphSession,
  request: {
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    /** Left out of the query when empty. */
    readonly fields: readonly string[];
  },
): Promise<Pages> {
  const rows: unknown[] = [];
  const droppedFields: string[] = [];
  const seenCursors = new Set<string>();
  let after: string | undefined;
  const end = (trouble: GraphTrouble | null): Pages => ({ rows, trouble, droppedFields });
  for (let page = 0; page < maximumPages; page++) {
    const fields = request.fields.filter((field) => !droppedFields.includes(field));
    const query: Record<string, string> = { ...request.query };
    if (fields.length > 0) query["fields"] = fields.join(",");
    if (after !== undefined) query["after"] = after;
    const answer = await session.call({ path: request.path, query });
    if (!answer.ok) {
      const unknownField = refusedField(answer.trouble, fields);
      if (unknownField === null) return end(answer.trouble);
      droppedFields.push(unknownField);
      continue;
    }
    const parsed = pageShape.safeParse(answer.body);
    if (!parsed.success) return end(session.misshapen("a list answer without data", answer.body));
    rows.push(...parsed.data.data);
    const cursor = parsed.data.paging?.cursors?.after;
    if (parsed.data.paging?.next === undefined) return end(null);
    if (cursor === undefined || seenCursors.has(cursor)) {
      return end(networkTrouble("the list repeats itself instead of ending"));
    }
    seenCursors.add(cursor);
    after = cursor;
  }
  return end(networkTrouble("the list does not end within 1,000 pages"));
}

/** A list of things with ids. Trouble before the first of them is an answer that failed, rather than an empty list. */
export async function readList<T extends { readonly id: string }>(
  session: GraphSession,
  request: { readonly path: string; readonly fields: readonly string[] },
  read: (raw: unknown) => T | null,
): Promise<GraphAnswer<PagedSightings<T>>> {
  const pages = await readPages(session, { ...request, query: { limit: pageSize } });
  const items = pages.rows.map(read).filter((item) => item !== null);
  if (pages.trouble !== null && items.length === 0) return session.failed(pages.trouble);
  // Nobody can say whose entry this was: no id may be counted as gone because of it.
  const unreadable = items.length < pages.rows.length;
  const trouble =
    pages.trouble ?? (unreadable ? networkTrouble("a list entry that names nothing readable") : null);
  return session.answered({
    items: lastById(items),
    complete: trouble === null,
    trouble,
    droppedFields: pages.droppedFields,
  });
}

/** The field that Meta does not know, if it is one that was asked for. */
export function refusedField(trouble: GraphTrouble, asked: readonly string[]): string | null {
  const field = trouble.kind === "field-unknown" ? trouble.field : null;
  return field !== null && asked.includes(field) ? field : null;
}

/** Meta sometimes lists an id twice across pages; the later sighting counts. */
export function lastById<T extends { readonly id: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
