import { lockActivationMethod } from "../../adapters/db/activation-methods.ts";
import { appendHoldEvent, saveHold, type StoredHold } from "../../adapters/db/holds.ts";
import { appendIncidentEvent } from "../../adapters/db/incidents.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import type { HoldDecision } from "../../core/holding/decide-hold.ts";
import { endedHoldStates } from "../../core/holding/hold.ts";
import { methodState } from "../../core/registry/method-state.ts";
import { mayMoveMethod } from "../../core/registry/method-transition.ts";
import { systemActor, type ServiceContext, type ServicePorts } from "../context.ts";
import { moveWithin } from "../registry/move-activation-method.ts";
import { findHarmfulIncident } from "./harmful-incident.ts";
import { planHoldOrder } from "./plan-hold-order.ts";

/**
 * Writes what was decided of a locked hold: its new state, its history, the order that follows, the timeline of the incident about the
 * launch, and the method's own state when the receiver accepted a hold or a release of the whole method.
 *
 * @param actorName null: Staygreen itself.
 */
export async function applyDecision(
  tx: Db,
  ports: ServicePorts,
  before: StoredHold,
  decision: HoldDecision & { readonly ok: true },
  actorName: string | null,
): Promise<StoredHold> {
  const now = ports.clock.now();
  const isOver = endedHoldStates.includes(decision.hold.state);
  const after: StoredHold = {
    ...before,
    ...decision.hold,
    endedAt: isOver ? (before.endedAt ?? now) : null,
    updatedAt: now,
  };
  await saveHold(tx, after);
  // One that still stays for the same reason has nothing new to say.
  if (after.stayReason === null || after.stayReason !== before.stayReason)
    await noteHold(tx, ports, after, decision.note, actorName);
  if (decision.order !== null) await planHoldOrder(tx, ports, after, decision.order);
  await moveMethod(tx, ports, before, after);
  return after;
}

/** A line in the history of a hold, and in the timeline of the incident about its launch. */
export async function noteHold(
  tx: Db,
  ports: ServicePorts,
  hold: StoredHold,
  text: string,
  actorName: string | null,
): Promise<void> {
  const { organizationId, id: requestId, activationMethodId } = hold;
  const now = ports.clock.now();
  const at = { occurredAt: now, actorName, text };
  await appendHoldEvent(tx, { organizationId, requestId, id: ports.random.id(now), ...at });
  const incident = await findHarmfulIncident(tx, organizationId, activationMethodId);
  if (incident === null) return;
  await appendIncidentEvent(tx, {
    ...{ organizationId, incidentId: incident.id, id: ports.random.id(now), kind: "hold", recordedAt: now },
    ...at,
    detail: { holdId: requestId },
  });
}

async function moveMethod(tx: Db, ports: ServicePorts, before: StoredHold, after: StoredHold): Promise<void> {
  if (after.sourceIds.length > 0 || after.dryRun || before.state === after.state) return;
  const action = after.state === "held" ? "hold" : after.state === "released" ? "resume" : null;
  if (action === null) return;
  const ctx: ServiceContext = {
    ...ports,
    ...{ organizationId: after.organizationId, actor: systemActor, requestId: null, sessionId: null },
  };
  const now = ports.clock.now();
  const method = await lockActivationMethod(tx, after.organizationId, after.activationMethodId);
  // Somebody may have held, resumed or retired it by hand meanwhile: that stands.
  if (method === null || !mayMoveMethod(methodState(method.state, method.launchedAt, now), action)) return;
  const reason = action === "hold" ? after.reason : "The hold is released.";
  await moveWithin(tx, ctx, method.id, action, { reason });
}
