import { listApiKeyRows } from "../../adapters/db/api-keys.ts";
import type { PageQuery } from "../../contracts/page.ts";
import type { ApiKeyDto } from "../../contracts/people.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toApiKeyDto } from "./api-key-dto.ts";

/** Keys that were not revoked, oldest first; expired ones stay in the list so that people see why a program stopped. */
export async function listApiKeys(
  ctx: ServiceContext,
  query: PageQuery,
): Promise<{ data: ApiKeyDto[]; nextCursor: string | null }> {
  requireRight(ctx, "api-keys.write");
  const after = decodeCursor(query.cursor, 1)?.[0] ?? null;
  const rows = await listApiKeyRows(ctx.db, ctx.organizationId, { after, take: query.limit + 1 });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.id]);
  return { data: page.map(toApiKeyDto), nextCursor };
}
