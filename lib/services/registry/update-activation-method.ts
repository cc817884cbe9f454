import type { AuditDetail } from "../../adapters/db/audit.ts";
import type { StoredActivationMethod } from "../../adapters/db/activation-methods.ts";
import type { ActivationMethodDto, UpdateActivationMethodBody } from "../../contracts/registry.ts";
import { launchState, methodState } from "../../core/registry/method-state.ts";
import type { ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { changeMethod } from "./change-method.ts";
import { describeChanges } from "./describe-changes.ts";
import { readLaunch } from "./method-launch.ts";

/**
 * Changes name, kind, owner or tags, and the launch time as long as it has not come.
 *
 * @throws ServiceError NOT_FOUND, VALIDATION (launchedAt) for another launch of a method that was launched, and for one
 * before the year 2000.
 */
export async function updateActivationMethod(
  ctx: ServiceContext,
  id: string,
  body: UpdateActivationMethodBody,
): Promise<ActivationMethodDto> {
  requireRight(ctx, "registry.write");
  const now = ctx.clock.now();
  const launch = typeof body.launchedAt === "string" ? readLaunch(body.launchedAt) : body.launchedAt;
  return changeMethod(ctx, id, "update", (method) => {
    const after = {
      ...method,
      name: body.name ?? method.name,
      kind: body.kind ?? method.kind,
      owner: body.owner === undefined ? method.owner : body.owner,
      tags: body.tags === undefined ? method.tags : [...new Set(body.tags)],
      ...(launch === undefined ? {} : newLaunch(method, launch, now)),
    };
    return { after, acts: describeChanges(seen(method), seen(after)) };
  });
}

function newLaunch(
  method: StoredActivationMethod,
  launchedAt: Date | null,
  now: Date,
): Pick<StoredActivationMethod, "launchedAt" | "state"> {
  if (launchedAt?.getTime() === method.launchedAt?.getTime()) {
    return { launchedAt: method.launchedAt, state: method.state };
  }
  const state = methodState(method.state, method.launchedAt, now);
  if (state !== "draft" && state !== "scheduled") {
    throw invalid("launchedAt", `cannot change: the method is ${state}`);
  }
  return { launchedAt, state: launchState(launchedAt, now) };
}

function seen({ name, kind, owner, tags, launchedAt }: StoredActivationMethod): AuditDetail {
  return { name, kind, owner, tags, launchedAt: launchedAt?.toISOString() ?? null };
}
