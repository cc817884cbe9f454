import type { HoldDto, KeepHoldBody } from "../../contracts/holds.ts";
import * as decide from "../../core/holding/decide-hold.ts";
import type { ServiceContext } from "../context.ts";
import { changeHold } from "./change-hold.ts";

/** Keeps a hold as it is, or lets the way back go on. @throws ServiceError NOT_FOUND, CONFLICT */
export function keepHold(ctx: ServiceContext, id: string, { keep }: KeepHoldBody): Promise<HoldDto> {
  return changeHold(ctx, id, keep ? "keep" : "let-go", (hold, now) =>
    decide.keepHold(hold, keep, ctx.actor.name, now),
  );
}
