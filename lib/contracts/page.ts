import { z } from "zod";

/** Query of every list: opaque cursor, at most 200 rows. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** Shape of every list answer. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

/** An instant in UTC, ISO 8601. */
export const instant = z.iso.datetime({ offset: true });

/** One end of a range that is asked for: an instant, or a date for its midnight in UTC. */
export const rangeEnd = z.union([instant, z.iso.date()], {
  error: "must be an instant such as 2026-05-01T00:00:00Z, or a date such as 2026-05-01",
});
