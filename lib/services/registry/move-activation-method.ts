import type { Db } from "../../adapters/db/open-database.ts";
import type { ActivationMethodDto, LaunchActivationMethodBody } from "../../contracts/registry.ts";
import { methodState } from "../../core/registry/method-state.ts";
import { methodMoves, moveMethod, type MethodAction } from "../../core/registry/method-transition.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { changeMethodWithin } from "./change-method.ts";
import { readLaunch } from "./method-launch.ts";
import type { RegistryAct } from "./record-act.ts";
import { requireNoRefusal } from "./require-no-refusal.ts";

const done = { launch: "launched", hold: "held", resume: "resumed", retire: "retired" } as const;

/**
 * Launches, holds, resumes or retires a method. A launch in the future is a change of the plan; it becomes a launch
 * when its time comes.
 *
 * @param body why; and of a launch, when it was or will be: now if it does not say.
 * @throws ServiceError NOT_FOUND, CONFLICT with the reason when the method's state does not allow the step or a reviewer
 * refused and no reason is given, VALIDATION (launchedAt) for a launch before the year 2000.
 */
export async function moveActivationMethod(
  ctx: ServiceContext,
  id: string,
  action: MethodAction,
  body: LaunchActivationMethodBody = {},
): Promise<ActivationMethodDto> {
  requireRight(ctx, methodMoves[action].right);
  return inTransaction(ctx, (tx) => moveWithin(tx, ctx, id, action, body));
}

/** The same within a transaction that changes more, for whoever was let through to it. */
export async function moveWithin(
  tx: Db,
  ctx: ServiceContext,
  id: string,
  action: MethodAction,
  body: LaunchActivationMethodBody,
): Promise<ActivationMethodDto> {
  const now = ctx.clock.now();
  const launchAt = body.launchedAt === undefined ? now : readLaunch(body.launchedAt);
  const reason = body.reason ?? null;
  return changeMethodWithin(tx, ctx, id, action, async (method) => {
    const before = methodState(method.state, method.launchedAt, now);
    const move = moveMethod({ state: before, launchedAt: method.launchedAt }, action, { now, launchAt });
    if (!move.ok) throw new ServiceError("CONFLICT", move.reason);
    if (action === "launch") await requireNoRefusal(tx, method, reason);
    const { state, launchedAt } = move;
    const detail = {
      before,
      state,
      launchedAt: launchedAt?.toISOString() ?? null,
      ...(reason === null ? {} : { reason }),
    };
    const act: RegistryAct =
      state === "scheduled"
        ? { action: "changed", detail }
        : { action: done[action], detail, ...(action === "launch" ? { occurredAt: launchAt } : {}) };
    const plannedLaunchAt = state === "scheduled" ? launchedAt : method.plannedLaunchAt;
    return { after: { ...method, state, launchedAt, plannedLaunchAt }, acts: [act] };
  });
}
