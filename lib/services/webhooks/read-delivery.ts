import { readMessageFacts, type MessageFacts } from "../../core/messages/message-facts.ts";
import type { ServicePorts, WebhookChange, WebhookEnvelope } from "../context.ts";
import { webhookBodyPlace } from "./receive-webhook.ts";

/** A delivery as it is kept. */
export interface KeptDelivery {
  readonly organizationId: string;
  readonly id: string;
  readonly bodyCipher: Uint8Array;
  readonly bodyFormat: string;
  readonly receivedAt: Date;
}

/** A delivery with what was read of it; `unreadable` says why nothing was. */
export interface ReadDelivery<D extends KeptDelivery> {
  readonly delivery: D;
  readonly envelope: Extract<WebhookEnvelope, { kind: "envelope" }> | null;
  readonly messages: readonly { readonly change: WebhookChange; readonly facts: MessageFacts }[];
  readonly broken: readonly { readonly index: number; readonly reason: string }[];
  readonly unreadable: string | null;
}

/** The fields whose values tell of messages and people. */
const fieldsOfPeople = new Set(["messages", "user_preferences", "user_id_update"]);

/** Opens a kept body and reads it. A body of another kind than WhatsApp's has no changes (docs/faults.md F21). */
export async function readDelivery<D extends KeptDelivery>(
  ports: Pick<ServicePorts, "sealer" | "webhooks" | "log">,
  delivery: D,
): Promise<ReadDelivery<D>> {
  const parsed = ports.webhooks.parseEnvelope(await openBody(ports, delivery));
  if (parsed.kind === "unreadable") {
    ports.log.warn({ deliveryId: delivery.id, reason: parsed.reason }, "webhook could not be read; kept");
    return { delivery, envelope: null, messages: [], broken: [], unreadable: parsed.reason };
  }
  const foreign = parsed.object !== null && parsed.object !== "whatsapp_business_account";
  const envelope = foreign ? { ...parsed, changes: [] } : parsed;
  const messages = envelope.changes
    .filter(({ field }) => fieldsOfPeople.has(field))
    .map((change) => ({ change, facts: readMessageFacts(change.value, delivery.receivedAt) }));
  const inside = messages.flatMap(({ change, facts }) =>
    facts.broken.map(({ place, reason }) => ({ index: change.index, reason: `${place}: ${reason}` })),
  );
  return { delivery, envelope, messages, broken: [...envelope.broken, ...inside], unreadable: null };
}

async function openBody(
  ports: Pick<ServicePorts, "sealer" | "webhooks">,
  delivery: KeptDelivery,
): Promise<Uint8Array> {
  const place = webhookBodyPlace(delivery.organizationId, delivery.id);
  // Bodies from before they were packed were sealed as Latin-1 text, one character a byte.
  if (delivery.bodyFormat === "latin1") {
    return Buffer.from(await ports.sealer.open(place, delivery.bodyCipher), "latin1");
  }
  return ports.webhooks.unpackBody(await ports.sealer.openBytes(place, delivery.bodyCipher));
}
