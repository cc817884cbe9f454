import type { StoredActivationMethod } from "../../adapters/db/activation-methods.ts";
import type { UpdateActivationMethodBody } from "../../contracts/registry.ts";
import type { DocumentMethod } from "../../contracts/registry-document.ts";
import type { ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { createActivationMethod } from "./create-activation-method.ts";
import { documentMethod } from "./export-registry.ts";
import { moveActivationMethod } from "./move-activation-method.ts";
import { updateActivationMethod } from "./update-activation-method.ts";

type Rest = "held" | "retired" | "open";

/**
 * Makes a method as a document has it, or changes the one that is here.
 *
 * @returns its id, and the fields that were changed; null: it was made.
 * @throws ServiceError as the verbs do, when its state or launch cannot become that of the document.
 */
export async function importMethod(
  ctx: ServiceContext,
  want: DocumentMethod,
  here: StoredActivationMethod | null,
): Promise<{ readonly id: string; readonly fields: readonly string[] | null }> {
  const id = here === null ? await make(ctx, want) : here.id;
  const have = here === null ? null : documentMethod(here, ctx.clock.now());
  const fields = have === null ? [] : await change(ctx, id, want, have);
  const before: Rest = have === null ? "open" : restOf(have.state);
  const after = restOf(want.state);
  if (before !== after) {
    if (before === "retired") throw invalid("state", "cannot change: the method is retired here");
    await moveActivationMethod(ctx, id, after === "open" ? "resume" : after === "held" ? "hold" : "retire");
    fields.push("state");
  }
  return { id, fields: here === null ? null : fields };
}

function restOf(state: DocumentMethod["state"]): Rest {
  return state === "held" || state === "retired" ? state : "open";
}

async function make(ctx: ServiceContext, want: DocumentMethod): Promise<string> {
  const { name, kind, owner, tags, launchedAt, plannedLaunchAt, ramp, declaredKinds = null } = want;
  const made = await createActivationMethod(ctx, {
    ...{ name, kind, tags },
    ...(owner === null ? {} : { owner }),
    ...(launchedAt === null ? {} : { launchedAt }),
    ...(plannedLaunchAt === null ? {} : { plannedLaunchAt }),
    ...(ramp === null ? {} : { ramp }),
    ...(declaredKinds === null ? {} : { declaredKinds }),
  });
  // A launch to come is a plan by itself, unless somebody took the plan away.
  if (plannedLaunchAt === null && made.plannedLaunchAt !== null) {
    await updateActivationMethod(ctx, made.id, { plannedLaunchAt: null });
  }
  return made.id;
}

async function change(
  ctx: ServiceContext,
  id: string,
  want: DocumentMethod,
  have: DocumentMethod,
): Promise<string[]> {
  const isSame = (field: keyof DocumentMethod) => sameValue(want[field], have[field]);
  const body: UpdateActivationMethodBody = {
    ...(isSame("kind") ? {} : { kind: want.kind }),
    ...(isSame("owner") ? {} : { owner: want.owner }),
    ...(isSame("tags") ? {} : { tags: want.tags }),
    ...(sameTime(want.launchedAt, have.launchedAt) ? {} : { launchedAt: want.launchedAt }),
    ...(sameTime(want.plannedLaunchAt, have.plannedLaunchAt)
      ? {}
      : { plannedLaunchAt: want.plannedLaunchAt }),
    ...(isSame("ramp") ? {} : { ramp: want.ramp }),
    ...(want.declaredKinds === undefined || isSame("declaredKinds")
      ? {}
      : { declaredKinds: want.declaredKinds }),
  };
  const fields = Object.keys(body);
  if (fields.length > 0) await updateActivationMethod(ctx, id, body);
  return fields;
}

export function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function sameTime(one: string | null, other: string | null): boolean {
  return one === null || other === null ? one === other : Date.parse(one) === Date.parse(other);
}
