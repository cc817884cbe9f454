import type { HoldDto } from "../../contracts/holds.ts";
import * as decide from "../../core/holding/decide-hold.ts";
import type { ServiceContext } from "../context.ts";
import { approvalOf, changeHold } from "./change-hold.ts";

/** Agrees to a hold; when enough people have, the order goes out. @throws ServiceError NOT_FOUND, CONFLICT, FORBIDDEN for programs. */
export function approveHold(ctx: ServiceContext, id: string): Promise<HoldDto> {
  return changeHold(ctx, id, "approve", (hold, now) => decide.approveHold(hold, approvalOf(ctx, now)));
}
