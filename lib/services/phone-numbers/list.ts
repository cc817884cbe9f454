import type { PhoneNumberDto, PhoneNumberListQuery } from "../../contracts/phone-numbers.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toPhoneNumberDtos } from "./phone-number-dto.ts";

/** Phone numbers by id; `search` looks in name and number, `rating` is Meta's word. */
export async function listPhoneNumbers(
  ctx: ServiceContext,
  query: PhoneNumberListQuery,
): Promise<{ data: PhoneNumberDto[]; nextCursor: string | null }> {
  requireRight(ctx, "quality.read");
  const after = decodeCursor(query.cursor, 1);
  const search = query.search?.trim() ?? "";
  // Prisma hands the text to LIKE as it is.
  const literal = search.replace(/[\\%_]/g, "\\$&");
  const contains = { contains: literal, mode: "insensitive" as const };
  const rows = await ctx.db.phoneNumber.findMany({
    where: {
      organizationId: ctx.organizationId,
      ...(after === null ? {} : { id: { gt: after[0] ?? "" } }),
      ...(query.rating === undefined ? {} : { qualityRating: query.rating }),
      ...(query.wabaId === undefined ? {} : { wabaId: query.wabaId }),
      ...(search === ""
        ? {}
        : { OR: [{ verifiedName: contains }, { displayPhoneNumber: contains }, { id: contains }] }),
    },
    orderBy: { id: "asc" },
    take: query.limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.id]);
  return {
    data: await toPhoneNumberDtos(ctx, page),
    nextCursor,
  };
}
