import type { HoldDto } from "../../contracts/holds.ts";
import * as decide from "../../core/holding/decide-hold.ts";
import type { ServiceContext } from "../context.ts";
import { approvalOf, changeHold } from "./change-hold.ts";

/** Asks for the release before its time, or agrees to it; when enough people have, the order goes out. @throws ServiceError NOT_FOUND, CONFLICT, FORBIDDEN for programs. */
export function releaseHold(ctx: ServiceContext, id: string): Promise<HoldDto> {
  return changeHold(ctx, id, "release", (hold, now) => decide.releaseHold(hold, approvalOf(ctx, now)));
}
