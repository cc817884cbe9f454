import { lockActivationMethod } from "../../adapters/db/activation-methods.ts";
import { listProposing } from "../../adapters/db/hold-settings.ts";
import { findGuard, listHarmfulLaunches } from "../../adapters/db/launch-guards.ts";
import { methodState } from "../../core/registry/method-state.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { noteHold } from "./apply-decision.ts";
import { beginHold } from "./begin-hold.ts";
import { gatherEvidence } from "./gather-evidence.ts";

/** As long as a verdict is news to people, it is to us (lib/services/guards/tell-guards.ts). */
const newsMs = 48 * 3_600_000;
/** While facts of a day are still coming in, counts without their messages look like harm. */
const settledMs = 120_000;

/**
 * Asks for a hold of every launch that was called harmful of late, where the organization wants that: once a verdict, of the whole method or
 * of the part that is harmful. People decide.
 *
 * @returns how many were asked for.
 */
export async function proposeHolds(ports: ServicePorts): Promise<number> {
  const organizations = await listProposing(ports.db);
  if (organizations.length === 0) return 0;
  const now = ports.clock.now();
  const harmful = await listHarmfulLaunches(ports.db, {
    verdictAfter: new Date(now.getTime() - newsMs),
    foundBefore: new Date(now.getTime() - settledMs),
  });
  let asked = 0;
  for (const { organizationId, subjectKind, subjectId, news } of harmful) {
    // Its guards come with the whole method first: what holds that holds its parts.
    const [guardId] = news;
    if (
      !organizations.includes(organizationId) ||
      subjectKind !== "activation-method" ||
      guardId === undefined
    )
      continue;
    if (await proposeHold(ports, { organizationId, methodId: subjectId, guardId })) asked += 1;
  }
  return asked;
}

async function proposeHold(
  ports: ServicePorts,
  { organizationId, methodId, guardId }: { organizationId: string; methodId: string; guardId: string },
): Promise<boolean> {
  const evidence = await gatherEvidence(ports, organizationId, guardId);
  return inTransaction(ports, async (tx) => {
    const method = await lockActivationMethod(tx, organizationId, methodId);
    const guard = await findGuard(tx, organizationId, guardId);
    if (method === null || guard?.verdict !== "harmful") return false;
    if (methodState(method.state, method.launchedAt, ports.clock.now()) !== "launched") return false;
    const reason = "The watch over launches calls it harmful.";
    const hold = await beginHold(tx, ports, organizationId, {
      activationMethodId: methodId,
      sourceIds: guard.kind === "part" && guard.sourceId !== null ? [guard.sourceId] : [],
      ...{ reason, askedBy: "Staygreen", evidence, note: `Staygreen proposes a hold. ${reason}` },
      proposalKey: `${guardId} ${guard.foundAt.toISOString()}`,
    });
    if (hold === null) return false;
    const left = hold.approvalsNeeded === 1 ? "One person has" : `${hold.approvalsNeeded} people have`;
    const text = `Asked for a hold of ${method.name}. ${left} to agree within 24 hours on the page of the launch.`;
    await noteHold(tx, ports, hold, text, null);
    return true;
  });
}
