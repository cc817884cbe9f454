import type { HoldDto } from "../../contracts/holds.ts";
import * as decide from "../../core/holding/decide-hold.ts";
import type { ServiceContext } from "../context.ts";
import { changeHold } from "./change-hold.ts";

/** Sends an order that could not be delivered again. @throws ServiceError NOT_FOUND, CONFLICT */
export function retryHold(ctx: ServiceContext, id: string): Promise<HoldDto> {
  return changeHold(ctx, id, "retry", (hold) => decide.retryOrder(hold, ctx.actor.name));
}
