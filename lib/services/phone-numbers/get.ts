import type { PhoneNumberDto } from "../../contracts/phone-numbers.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toPhoneNumberDtos } from "./phone-number-dto.ts";

/** Current state of one phone number. @throws ServiceError NOT_FOUND */
export async function getPhoneNumber(ctx: ServiceContext, id: string): Promise<PhoneNumberDto> {
  requireRight(ctx, "quality.read");
  const row = await ctx.db.phoneNumber.findUnique({
    where: { organizationId_id: { organizationId: ctx.organizationId, id } },
  });
  const [dto] = row === null ? [] : await toPhoneNumberDtos(ctx, [row]);
  if (dto === undefined) throw notFound("The phone number");
  return dto;
}
