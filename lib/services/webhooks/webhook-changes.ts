import type { Prisma } from "../../adapters/db/generated/client.ts";
import { asksForPoll } from "../../core/collection/webhook-fields.ts";
import type { WebhookEnvelope } from "../context.ts";
import type { KeptDelivery } from "./read-delivery.ts";

export type ReadEnvelope = Extract<WebhookEnvelope, { kind: "envelope" }>;

export interface KnownWaba {
  readonly id: string;
  readonly connectionId: string;
  readonly portfolioId: string | null;
}

/** Connections whose numbers should be looked at after these changes. */
export function connectionsToPoll(envelope: ReadEnvelope, wabas: readonly KnownWaba[]): Set<string> {
  const touched = new Set(
    envelope.changes.filter((change) => asksForPoll(change.field)).map((change) => change.wabaId),
  );
  return new Set(wabas.filter((waba) => touched.has(waba.id)).map((waba) => waba.connectionId));
}

/** Management changes as rows; their ids come from the body, so that working on it twice adds nothing. */
export function toEvents(
  delivery: KeptDelivery,
  envelope: ReadEnvelope,
): Prisma.WebhookEventCreateManyInput[] {
  return envelope.changes.flatMap((change) =>
    // Personal values stay in the sealed body only.
    change.personal
      ? []
      : [
          {
            organizationId: delivery.organizationId,
            id: `${delivery.id.slice(0, 32)}-${change.index}`,
            deliveryId: delivery.id,
            wabaId: change.wabaId ?? "unknown",
            field: change.field,
            event: change.event,
            displayDigits: change.displayDigits,
            value: change.value ?? {},
            occurredAt: change.entryTime ?? delivery.receivedAt,
            recordedAt: delivery.receivedAt,
          },
        ],
  );
}
