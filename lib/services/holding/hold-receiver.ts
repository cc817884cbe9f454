import type { OrderReceiver, SealedPlace, ServicePorts } from "../context.ts";

export function receiverPlace(organizationId: string): SealedPlace {
  return { organizationId, table: "hold_setting", id: organizationId, field: "receiver" };
}

/** Where orders go, decrypted for one use. Written by setHoldReceiver only, so its shape is ours. */
export async function openReceiver(
  ports: Pick<ServicePorts, "sealer">,
  organizationId: string,
  sealed: Uint8Array,
): Promise<OrderReceiver> {
  return JSON.parse(await ports.sealer.open(receiverPlace(organizationId), sealed)) as OrderReceiver;
}
