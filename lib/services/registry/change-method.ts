import {
  lockActivationMethod,
  saveActivationMethod,
  type StoredActivationMethod,
} from "../../adapters/db/activation-methods.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { countSourcesByMethod } from "../../adapters/db/opt-in-sources.ts";
import type { ActivationMethodDto } from "../../contracts/registry.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { toActivationMethodDto } from "./activation-method-dto.ts";
import { recordAct, type RegistryAct } from "./record-act.ts";

/** What an act makes of a method, and how its history tells it. */
export interface MethodOutcome {
  readonly after: StoredActivationMethod;
  readonly acts: readonly RegistryAct[];
}

/**
 * The frame of every act on one method: held from reading to writing, stored with history and audit entry in one
 * transaction. No acts: nothing changed, nothing is written.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function changeMethod(
  ctx: ServiceContext,
  id: string,
  audit: string,
  decide: DecideMethod,
): Promise<ActivationMethodDto> {
  return inTransaction(ctx, (tx) => changeMethodWithin(tx, ctx, id, audit, decide));
}

type DecideMethod = (method: StoredActivationMethod, tx: Db) => MethodOutcome | Promise<MethodOutcome>;

/** The same within a transaction that changes more. */
export async function changeMethodWithin(
  tx: Db,
  ctx: ServiceContext,
  id: string,
  audit: string,
  decide: DecideMethod,
): Promise<ActivationMethodDto> {
  const { organizationId } = ctx;
  const method = await lockActivationMethod(tx, organizationId, id);
  if (method === null) throw notFound("The activation method");
  const { after, acts } = await decide(method, tx);
  const now = ctx.clock.now();
  const stored = acts.length === 0 ? method : { ...after, updatedAt: now };
  if (acts.length > 0) {
    await saveActivationMethod(tx, stored);
    await recordAct(tx, ctx, { kind: "activation-method", id }, audit, acts);
  }
  const counts = await countSourcesByMethod(tx, organizationId, [id]);
  return toActivationMethodDto(stored, { sourceCount: counts.get(id) ?? 0, now });
}
