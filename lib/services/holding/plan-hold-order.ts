import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import { planOrder } from "../../adapters/db/hold-orders.ts";
import type { StoredHold } from "../../adapters/db/holds.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import type { HoldOrder } from "../../core/holding/hold.ts";
import type { ServicePorts } from "../context.ts";
import { findHarmfulIncident } from "./harmful-incident.ts";
import { findHeldKeys } from "./own-sources.ts";

/**
 * Plans an order in the transaction that decided it. What it says is fixed here, so that every try sends the same bytes. It names
 * the launch and its sources, never a person: docs/holding-sends.md is the receiver's contract.
 */
export async function planHoldOrder(
  tx: Db,
  ports: Pick<ServicePorts, "clock" | "random" | "appUrl">,
  hold: StoredHold,
  order: HoldOrder,
): Promise<void> {
  const { organizationId, activationMethodId } = hold;
  const now = ports.clock.now();
  const method = await findActivationMethod(tx, organizationId, activationMethodId);
  const sourceKeys = await findHeldKeys(tx, organizationId, hold);
  const organization = await tx.organization.findUniqueOrThrow({ where: { id: organizationId } });
  const incident = await findHarmfulIncident(tx, organizationId, activationMethodId);
  const id = `ord_${ports.random.id(now)}`;
  const body = {
    type: `order.${order.kind}`,
    timestamp: now.toISOString(),
    data: {
      id,
      holdId: hold.id,
      dryRun: hold.dryRun,
      share: order.share,
      effectiveAt: now.toISOString(),
      organization: { id: organizationId, name: organization.name },
      activationMethod: { id: activationMethodId, name: method?.name ?? activationMethodId },
      wholeMethod: hold.sourceIds.length === 0,
      sourceKeys,
      reason: hold.reason,
      links: {
        launch: `${ports.appUrl}/launches/${activationMethodId}`,
        incident: incident === null ? null : `${ports.appUrl}/incidents/${incident.id}`,
      },
    },
  };
  await planOrder(tx, {
    ...{ organizationId, id, requestId: hold.id, kind: order.kind, share: order.share },
    ...{ dryRun: hold.dryRun, body: JSON.stringify(body), createdAt: now },
  });
}
