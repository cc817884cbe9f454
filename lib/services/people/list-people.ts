import { listUsers } from "../../adapters/db/users.ts";
import type { PageQuery } from "../../contracts/page.ts";
import type { PersonDto } from "../../contracts/people.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toPersonDto } from "./person-dto.ts";

/** Everybody with an account, disabled ones included, oldest first. */
export async function listPeople(
  ctx: ServiceContext,
  query: PageQuery,
): Promise<{ data: PersonDto[]; nextCursor: string | null }> {
  requireRight(ctx, "people.read");
  const after = decodeCursor(query.cursor, 1)?.[0] ?? null;
  const rows = await listUsers(ctx.db, ctx.organizationId, { after, take: query.limit + 1 });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.id]);
  return { data: page.map(toPersonDto), nextCursor };
}
