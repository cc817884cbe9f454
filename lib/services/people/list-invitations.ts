import { listOpenInvitations } from "../../adapters/db/invitations.ts";
import type { PageQuery } from "../../contracts/page.ts";
import type { InvitationDto } from "../../contracts/people.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toInvitationDto } from "./invitation-dto.ts";

/** Invitations that still work, oldest first. Their links are not kept and cannot be shown again. */
export async function listInvitations(
  ctx: ServiceContext,
  query: PageQuery,
): Promise<{ data: InvitationDto[]; nextCursor: string | null }> {
  requireRight(ctx, "people.write");
  const after = decodeCursor(query.cursor, 1)?.[0] ?? null;
  const now = ctx.clock.now();
  const rows = await listOpenInvitations(ctx.db, ctx.organizationId, { now, after, take: query.limit + 1 });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.id]);
  return { data: page.map(toInvitationDto), nextCursor };
}
