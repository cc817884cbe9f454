import type { HoldDto } from "../../contracts/holds.ts";
import * as decide from "../../core/holding/decide-hold.ts";
import type { ServiceContext } from "../context.ts";
import { changeHold } from "./change-hold.ts";

/** Holds all sends again while they are on their way back. @throws ServiceError NOT_FOUND, CONFLICT */
export function holdAgain(ctx: ServiceContext, id: string): Promise<HoldDto> {
  return changeHold(ctx, id, "hold-again", (hold) => decide.holdAgain(hold, ctx.actor.name));
}
