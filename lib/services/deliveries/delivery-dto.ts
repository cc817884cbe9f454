import type { Delivery, DeliveryAttempt } from "../../adapters/db/generated/client.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import type { DeliveryDto } from "../../contracts/incidents.ts";

/** Deliveries with their attempts and channel names, newest first. */
export async function findDeliveries(
  db: Db,
  organizationId: string,
  where: { incidentId: string } | { channelId: string },
): Promise<DeliveryDto[]> {
  const rows = await db.delivery.findMany({
    where: { organizationId, ...where },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 100,
  });
  const attempts = await db.deliveryAttempt.findMany({
    where: { organizationId, deliveryId: { in: rows.map((row) => row.id) } },
    orderBy: { number: "asc" },
  });
  const channels = await db.channel.findMany({
    where: { organizationId },
    select: { id: true, name: true, kind: true },
  });
  return rows.map((row) => {
    const channel = channels.find((candidate) => candidate.id === row.channelId);
    const own = attempts.filter((attempt) => attempt.deliveryId === row.id);
    return toDto(row, own, channel ?? { name: row.channelId, kind: "removed" });
  });
}

function toDto(
  row: Delivery,
  attempts: readonly DeliveryAttempt[],
  channel: { name: string; kind: string },
): DeliveryDto {
  const pending = row.state === "waiting" || row.state === "sending";
  return {
    id: row.id,
    incidentId: row.incidentId,
    channelId: row.channelId,
    channelName: channel.name,
    channelKind: channel.kind,
    reason: row.reason as DeliveryDto["reason"],
    state: row.state as DeliveryDto["state"],
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: pending ? row.nextAttemptAt.toISOString() : null,
    sentAt: row.sentAt?.toISOString() ?? null,
    attempts: attempts.map((attempt) => ({
      number: attempt.number,
      occurredAt: attempt.occurredAt.toISOString(),
      outcome: attempt.outcome as "sent" | "retry" | "failed",
      detail: attempt.detail,
    })),
  };
}
