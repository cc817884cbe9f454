import type { AuditDetail } from "../../adapters/db/audit.ts";
import type { StoredActivationMethod } from "../../adapters/db/activation-methods.ts";
import type { ActivationMethodDto, UpdateActivationMethodBody } from "../../contracts/registry.ts";
import { launchState, methodState } from "../../core/registry/method-state.ts";
import type { ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { changeMethod } from "./change-method.ts";
import { describeChanges } from "./describe-changes.ts";
import { kindsDetail } from "./kinds-detail.ts";
import { readLaunch } from "./method-launch.ts";
import { rampDetail } from "./ramp-detail.ts";
import { requireNoRefusal } from "./require-no-refusal.ts";

/**
 * Changes name, kind, owner, tags, ramp or declared kinds; the launch and its plan as long as it has not come.
 *
 * @throws ServiceError NOT_FOUND, VALIDATION (launchedAt, plannedLaunchAt) for another launch of a method that was
 * launched and for one before the year 2000, VALIDATION (ramp) for a retired method, CONFLICT for a launch that a reviewer
 * refused.
 */
export async function updateActivationMethod(
  ctx: ServiceContext,
  id: string,
  body: UpdateActivationMethodBody,
): Promise<ActivationMethodDto> {
  requireRight(ctx, "registry.write");
  const now = ctx.clock.now();
  const launch = typeof body.launchedAt === "string" ? readLaunch(body.launchedAt) : body.launchedAt;
  const plan =
    typeof body.plannedLaunchAt === "string"
      ? readLaunch(body.plannedLaunchAt, "plannedLaunchAt")
      : body.plannedLaunchAt;
  return changeMethod(ctx, id, "update", async (method, tx) => {
    if (body.ramp !== undefined && method.state === "retired") {
      throw invalid("ramp", "cannot change: the method is retired");
    }
    const moved = launch === undefined ? null : newLaunch(method, launch, now);
    // An edit has no room for a reason: the step "launch" has.
    const isLaunch = moved !== null && moved.launchedAt !== null && moved.launchedAt !== method.launchedAt;
    if (isLaunch) await requireNoRefusal(tx, method, null);
    const after = {
      ...method,
      name: body.name ?? method.name,
      kind: body.kind ?? method.kind,
      owner: body.owner === undefined ? method.owner : body.owner,
      tags: body.tags === undefined ? method.tags : [...new Set(body.tags)],
      ramp: body.ramp === undefined ? method.ramp : body.ramp,
      declaredKinds: body.declaredKinds === undefined ? method.declaredKinds : body.declaredKinds,
      ...moved,
      ...(plan === undefined ? {} : newPlan(method, plan, now)),
    };
    return { after, acts: describeChanges(seen(method), seen(after)) };
  });
}

function newLaunch(
  method: StoredActivationMethod,
  launchedAt: Date | null,
  now: Date,
): Pick<StoredActivationMethod, "launchedAt" | "state"> &
  Partial<Pick<StoredActivationMethod, "plannedLaunchAt">> {
  if (launchedAt?.getTime() === method.launchedAt?.getTime()) {
    return { launchedAt: method.launchedAt, state: method.state };
  }
  const state = methodState(method.state, method.launchedAt, now);
  if (state !== "draft" && state !== "scheduled") {
    throw invalid("launchedAt", `cannot change: the method is ${state}`);
  }
  const next = launchState(launchedAt, now);
  // Scheduling is planning. A launch that has happened leaves the plan as it was, to be compared with.
  return { launchedAt, state: next, ...(next === "scheduled" ? { plannedLaunchAt: launchedAt } : {}) };
}

function newPlan(
  method: StoredActivationMethod,
  plannedLaunchAt: Date | null,
  now: Date,
): Pick<StoredActivationMethod, "plannedLaunchAt"> {
  const state = methodState(method.state, method.launchedAt, now);
  const isSame = plannedLaunchAt?.getTime() === method.plannedLaunchAt?.getTime();
  if (!isSame && state !== "draft" && state !== "scheduled") {
    throw invalid("plannedLaunchAt", `cannot change: the method is ${state}`);
  }
  return { plannedLaunchAt };
}

function seen(method: StoredActivationMethod): AuditDetail {
  const { name, kind, owner, tags, launchedAt, plannedLaunchAt, ramp, declaredKinds } = method;
  return {
    name,
    kind,
    owner,
    tags,
    launchedAt: launchedAt?.toISOString() ?? null,
    plannedLaunchAt: plannedLaunchAt?.toISOString() ?? null,
    ramp: ramp === null ? null : rampDetail(ramp),
    declaredKinds: declaredKinds === null ? null : kindsDetail(declaredKinds),
  };
}
