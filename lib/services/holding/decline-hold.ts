import type { DeclineHoldBody, HoldDto } from "../../contracts/holds.ts";
import * as decide from "../../core/holding/decide-hold.ts";
import type { ServiceContext } from "../context.ts";
import { changeHold } from "./change-hold.ts";

/** Declines a hold, or gives up one that could not be delivered. @throws ServiceError NOT_FOUND, CONFLICT */
export function declineHold(ctx: ServiceContext, id: string, body: DeclineHoldBody): Promise<HoldDto> {
  return changeHold(ctx, id, "decline", (hold) =>
    decide.declineHold(hold, ctx.actor.name, body.reason ?? null),
  );
}
