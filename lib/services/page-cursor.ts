import { invalid } from "./errors.ts";

/** Cursors are opaque to clients: the sort key of the last row, so that new rows do not shift pages. */
export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/**
 * One page of a list that was read one row further than asked, to know whether more follows.
 *
 * @param keyOf the sort key of a row, for the cursor behind the last one of the page.
 */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => readonly string[],
): { page: T[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { page, nextCursor: last === undefined ? null : encodeCursor(keyOf(last)) };
}

/** @throws ServiceError VALIDATION when the cursor is not one of ours. */
export function decodeCursor(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(parts) && parts.length === length && parts.every(isPart)) return parts;
  } catch {
    // Falls through to the refusal below.
  }
  throw invalid("cursor", "is not a cursor of this list");
}

/** The instant in a cursor, as `encodeCursor` was given it. @throws ServiceError VALIDATION */
export function cursorInstant(part: string | undefined): Date {
  const instant = new Date(part ?? "");
  const ours = !Number.isNaN(instant.getTime()) && instant.toISOString() === part && part.length === 24;
  if (!ours) throw invalid("cursor", "is not a cursor of this list");
  return instant;
}

/** PostgreSQL has no text with a NUL character in it. */
function isPart(part: unknown): part is string {
  return typeof part === "string" && !part.includes("\0");
}
