import type { StoredActivationMethod } from "../../adapters/db/activation-methods.ts";
import type { ActivationMethodDto } from "../../contracts/registry.ts";
import { methodState } from "../../core/registry/method-state.ts";

export function toActivationMethodDto(
  method: StoredActivationMethod,
  beside: { readonly sourceCount: number; readonly now: Date },
): ActivationMethodDto {
  return {
    id: method.id,
    name: method.name,
    kind: method.kind as ActivationMethodDto["kind"],
    owner: method.owner,
    tags: method.tags,
    state: methodState(method.state, method.launchedAt, beside.now),
    launchedAt: method.launchedAt?.toISOString() ?? null,
    plannedLaunchAt: method.plannedLaunchAt?.toISOString() ?? null,
    ramp:
      method.ramp === null
        ? null
        : { unit: method.ramp.unit, steps: method.ramp.steps.map((step) => ({ ...step })) },
    declaredKinds: method.declaredKinds?.map((one) => ({ ...one })) ?? null,
    createdAt: method.createdAt.toISOString(),
    updatedAt: method.updatedAt?.toISOString() ?? null,
    sourceCount: beside.sourceCount,
  };
}
