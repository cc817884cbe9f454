import { insertActivationMethod } from "../../adapters/db/activation-methods.ts";
import type { ActivationMethodDto, CreateActivationMethodBody } from "../../contracts/registry.ts";
import { launchState } from "../../core/registry/method-state.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { toActivationMethodDto } from "./activation-method-dto.ts";
import { kindsDetail } from "./kinds-detail.ts";
import { readLaunch } from "./method-launch.ts";
import { rampDetail } from "./ramp-detail.ts";
import { recordAct } from "./record-act.ts";

/**
 * Registers a way to opt in: a draft without a launch time, scheduled before it, launched after it. Two methods may
 * share a name.
 *
 * @throws ServiceError VALIDATION (launchedAt, plannedLaunchAt) for a launch before the year 2000.
 */
export async function createActivationMethod(
  ctx: ServiceContext,
  body: CreateActivationMethodBody,
): Promise<ActivationMethodDto> {
  requireRight(ctx, "registry.write");
  const now = ctx.clock.now();
  const launchedAt = body.launchedAt === undefined ? null : readLaunch(body.launchedAt);
  const state = launchState(launchedAt, now);
  const plan =
    body.plannedLaunchAt === undefined ? null : readLaunch(body.plannedLaunchAt, "plannedLaunchAt");
  const method = {
    organizationId: ctx.organizationId,
    id: ctx.random.id(now),
    name: body.name,
    kind: body.kind,
    owner: body.owner ?? null,
    tags: [...new Set(body.tags)],
    state,
    launchedAt,
    plannedLaunchAt: plan ?? (state === "scheduled" ? launchedAt : null),
    ramp: body.ramp ?? null,
    declaredKinds: body.declaredKinds ?? null,
    createdAt: now,
    createdBy: ctx.actor.id,
    updatedAt: null,
  };
  return inTransaction(ctx, async (tx) => {
    const row = await insertActivationMethod(tx, method);
    const { name, kind, owner, tags } = method;
    await recordAct(tx, ctx, { kind: "activation-method", id: row.id }, "create", [
      {
        action: "created",
        detail: {
          name,
          kind,
          owner,
          tags,
          state,
          launchedAt: launchedAt?.toISOString() ?? null,
          ...(method.plannedLaunchAt === null
            ? {}
            : { plannedLaunchAt: method.plannedLaunchAt.toISOString() }),
          ...(method.ramp === null ? {} : { ramp: rampDetail(method.ramp) }),
          ...(method.declaredKinds === null ? {} : { declaredKinds: kindsDetail(method.declaredKinds) }),
        },
      },
    ]);
    return toActivationMethodDto(row, { sourceCount: 0, now });
  });
}
