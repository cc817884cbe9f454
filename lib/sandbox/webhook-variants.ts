import type { Random } from "./seeded-random.ts";
import { rawNumber, type WebhookEntry, type WebhookEnvelope } from "./webhook-envelope.ts";

const mostUpdates = 1_000;

/** `field` beside `changes` instead of inside, as some of Meta's own samples have it. */
export function misplaceField(envelope: WebhookEnvelope): WebhookEnvelope {
  return {
    ...envelope,
    entry: envelope.entry.map((entry): WebhookEntry => {
      const [first] = entry.changes;
      const field = first !== undefined && "field" in first ? { field: first.field } : {};
      return { ...entry, ...field, changes: entry.changes.map(({ value }) => ({ value })) };
    }),
  };
}

const personKeys = new Set(["wa_id", "recipient_id", "from"]);

/** Everyone behind a username: no number anywhere, a business-scoped id in its place. */
export function withoutWaId(envelope: WebhookEnvelope): WebhookEnvelope {
  return hidePeople(envelope) as WebhookEnvelope;
}

function hidePeople(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidePeople);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    // `context.from` is the business itself and stays.
    if (key === "context") return [[key, inner]];
    if (!personKeys.has(key) || typeof inner !== "string") return [[key, hidePeople(inner)]];
    const userKey = { wa_id: "user_id", recipient_id: "recipient_user_id", from: "from_user_id" }[key] ?? key;
    return [[userKey, `DE.${inner}00001`]];
  });
  return Object.fromEntries(entries);
}

/** Template scores under the field of template states, as in Meta's samples of 2025. */
export function qualityUnderStatusField(envelope: WebhookEnvelope): WebhookEnvelope {
  return mapChanges(envelope, (change) =>
    "field" in change && change.field === "message_template_quality_update"
      ? { ...change, field: "message_template_status_update" }
      : change,
  );
}

/** Template ids of 18 digits, as JSON numbers beyond 2^53: whoever parses them as floats gets others. */
export function hugeTemplateIds(envelope: WebhookEnvelope): WebhookEnvelope {
  return mapChanges(envelope, (change) => {
    const id = change.value["message_template_id"];
    if (typeof id !== "string") return change;
    const digits = id.replace(/\D/g, "").padStart(15, "0");
    return { ...change, value: { ...change.value, message_template_id: rawNumber(`9${digits}07`) } };
  });
}

/** Template changes that name no id, only name and language. */
export function withoutTemplateId(envelope: WebhookEnvelope): WebhookEnvelope {
  return mapChanges(envelope, (change) => {
    const entries = Object.entries(change.value).filter(([key]) => key !== "message_template_id");
    return { ...change, value: Object.fromEntries(entries) };
  });
}

function mapChanges(
  envelope: WebhookEnvelope,
  shape: (change: WebhookEntry["changes"][number]) => WebhookEntry["changes"][number],
): WebhookEnvelope {
  return {
    ...envelope,
    entry: envelope.entry.map((entry) => ({ ...entry, changes: entry.changes.map(shape) })),
  };
}

/** Packs envelopes into few: entries of the same WABA stay separate, at most `size` (1 to 1,000) changes each. */
export function batchEnvelopes(
  envelopes: readonly WebhookEnvelope[],
  size: number,
): readonly WebhookEnvelope[] {
  const largest = Math.max(1, Math.min(mostUpdates, size));
  const batches: WebhookEntry[][] = [];
  let room = 0;
  for (const entry of envelopes.flatMap((envelope) => envelope.entry)) {
    if (room < entry.changes.length) {
      batches.push([]);
      room = largest;
    }
    batches.at(-1)?.push(entry);
    room -= entry.changes.length;
  }
  return batches.map((entry) => ({ object: "whatsapp_business_account", entry }));
}

/** Another order (Fisher and Yates), leaving the input alone. */
export function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  const copy = [...items];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const kept = copy[index] as T;
    copy[index] = copy[other] as T;
    copy[other] = kept;
  }
  return copy;
}
