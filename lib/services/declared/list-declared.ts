import type { DeclaredListDto, DeclaredListQuery, DeclaredSourceDto } from "../../contracts/declared.ts";
import { readRange } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { decodeCursor, encodeCursor } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { declaredSources } from "./declared-sources.ts";

const usualDays = 90;

/**
 * Sources by what was sent to their contacts and not declared: the surest and largest part first, then those without a
 * comparison.
 *
 * @throws ServiceError VALIDATION for a range that is none, or a cursor that is not one of this list.
 */
export async function listDeclared(ctx: ServiceContext, query: DeclaredListQuery): Promise<DeclaredListDto> {
  requireRight(ctx, "quality.read");
  const hours = readRange(query, ctx.clock.now(), usualDays);
  const [part] = decodeCursor(query.cursor, 1) ?? ["0"];
  if (part === undefined || !/^\d{1,9}$/.test(part)) throw invalid("cursor", "is not a cursor of this list");
  const offset = Number(part);
  const { sources, frame } = await declaredSources(ctx, hours, { method: query.activationMethodId });
  const page = sources.sort(worstFirst).slice(offset, offset + query.limit);
  const isMore = sources.length > offset + query.limit;
  return { data: page, nextCursor: isMore ? encodeCursor([String(offset + query.limit)]) : null, ...frame };
}

function worstFirst(a: DeclaredSourceDto, b: DeclaredSourceDto): number {
  const surely = (one: DeclaredSourceDto) => one.outsideInterval?.[0] ?? -1;
  const marked = (one: DeclaredSourceDto) => (one.finding === "outside" ? 1 : 0);
  return (
    marked(b) - marked(a) ||
    surely(b) - surely(a) ||
    (b.outside?.messages ?? 0) - (a.outside?.messages ?? 0) ||
    (a.key < b.key ? -1 : 1)
  );
}
