import { findWatchedPage, listPageVersionRows } from "../../adapters/db/watched-pages.ts";
import type { PageVersionDto, PageVersionQuery } from "../../contracts/pages.ts";
import { compareTexts, shortenSame } from "../../core/pages/compare-texts.ts";
import type { ServiceContext } from "../context.ts";
import { invalid, notFound } from "../errors.ts";
import { decodeCursor, encodeCursor } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { readPageText } from "./store-look.ts";

/** Words that are shown on each side of a change. */
const wordsBeside = 12;

/** What a page said, newest first, each against the version before. @throws ServiceError NOT_FOUND, VALIDATION (cursor) */
export async function listPageVersions(
  ctx: ServiceContext,
  pageId: string,
  query: PageVersionQuery,
): Promise<{ data: PageVersionDto[]; nextCursor: string | null }> {
  requireRight(ctx, "registry.read");
  const { db, organizationId } = ctx;
  if ((await findWatchedPage(db, organizationId, pageId)) === null) throw notFound("The page");
  const rows = await listPageVersionRows(db, organizationId, pageId, {
    after: readCursor(query.cursor),
    take: query.limit + 1,
  });
  const texts = new Map<string, string>();
  for (const { textHash } of rows) {
    if (!texts.has(textHash)) texts.set(textHash, await readPageText(db, organizationId, textHash));
  }
  const data = rows.slice(0, query.limit).map((row, at): PageVersionDto => {
    const { version, textHash, address, addedWords, removedWords, evidenceId } = row;
    const before = rows[at + 1];
    const text = (hash: string) => texts.get(hash) ?? "";
    return {
      ...{ version, textHash, address, addedWords, removedWords, evidenceId },
      seenAt: row.seenAt.toISOString(),
      unchangedUntil: row.unchangedUntil?.toISOString() ?? null,
      changes:
        before === undefined
          ? null
          : shortenSame(compareTexts(text(before.textHash), text(textHash)).parts, wordsBeside),
    };
  });
  const last = data.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { data, nextCursor: hasMore ? encodeCursor([String(last.version)]) : null };
}

function readCursor(cursor: string | undefined): number | null {
  const part = decodeCursor(cursor, 1)?.[0];
  if (part === undefined) return null;
  const after = Number(part);
  if (!(Number.isInteger(after) && after > 0 && after < 2 ** 31)) {
    throw invalid("cursor", "is not a cursor of this list");
  }
  return after;
}
