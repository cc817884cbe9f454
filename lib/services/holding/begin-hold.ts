import { findHoldSetting } from "../../adapters/db/hold-settings.ts";
import {
  appendHoldEvent,
  findHold,
  insertHold,
  type HoldEvidence,
  type StoredHold,
} from "../../adapters/db/holds.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { expiresAfterMs } from "../../core/holding/decide-hold.ts";
import type { ServicePorts } from "../context.ts";

export interface NewHold {
  readonly activationMethodId: string;
  readonly sourceIds: readonly string[];
  readonly reason: string;
  readonly askedBy: string;
  /** Of the watch over launches; null: a person asks. */
  readonly proposalKey: string | null;
  readonly evidence: HoldEvidence | null;
  /** The first line of its history. */
  readonly note: string;
}

/**
 * Writes a hold that is asked for, under the rules of this moment.
 *
 * @returns null: the launch is held already or about to be, or this proposal was made before.
 */
export async function beginHold(
  tx: Db,
  ports: ServicePorts,
  organizationId: string,
  { note, ...asked }: NewHold,
): Promise<StoredHold | null> {
  const now = ports.clock.now();
  const rules = await findHoldSetting(tx, organizationId);
  const hold: StoredHold = {
    ...asked,
    ...{ organizationId, id: ports.random.id(now), state: "asked", dryRun: rules.mode !== "live" },
    ...{ askedAt: now, expiresAt: new Date(now.getTime() + expiresAfterMs) },
    ...{ approvalsNeeded: rules.approvals, approvals: [], releaseApprovals: [] },
    ...{ coolDownHours: rules.coolDownHours, rampSteps: rules.rampSteps, rampStepHours: rules.rampStepHours },
    ...{
      heldAt: null,
      share: null,
      step: null,
      nextStepAt: null,
      isKept: false,
      stayReason: null,
      order: null,
    },
    ...{ endedAt: null, updatedAt: now },
  };
  if (!(await insertHold(tx, hold))) return null;
  await appendHoldEvent(tx, {
    ...{ organizationId, requestId: hold.id, id: ports.random.id(now), occurredAt: now },
    ...{ actorName: asked.proposalKey === null ? asked.askedBy : null, text: note },
  });
  return findHold(tx, organizationId, hold.id);
}
