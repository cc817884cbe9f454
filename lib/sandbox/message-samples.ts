import {
  inboundChange,
  userPreferencesChange,
  type SenderNaming,
  type StatusInput,
} from "./message-changes.ts";
import type { Random } from "./seeded-random.ts";
import type { WebhookChange } from "./webhook-envelope.ts";
import type { OptInSource } from "./world-model.ts";

const stopWords = ["STOP", "Stop promotions", "please stop"] as const;

/**
 * What the webhooks say about one message of a source. People from a bad source fall silent, are held back and stop
 * more often; that is all the product ever learns of a block.
 *
 * @param at real instant (unix ms) by which everything has happened
 */
export function sampleMessage(input: {
  readonly source: OptInSource;
  readonly sender: SenderNaming;
  readonly category: string;
  readonly ordinal: string;
  readonly at: number;
  readonly random: Random;
}): { readonly statuses: readonly StatusInput[]; readonly reactions: readonly WebhookChange[] } {
  const { source, sender, random, at } = input;
  const unhappy = source.blockTendency;
  const messageId = `wamid.${Buffer.from(input.ordinal).toString("base64")}`;
  // 999 is a country code that nobody has.
  const person = { waId: `999${String(Math.floor(random() * 1e8)).padStart(8, "0")}` };
  const common = {
    messageId,
    recipient: person,
    opaqueData: source.opaqueData,
    category: input.category.toLowerCase(),
  };
  const fate = random();
  const heldShare = 0.01 + unhappy / 2;
  const failed = (errorCode: number): StatusInput => ({
    ...common,
    status: "failed",
    at: at - 3_000,
    errorCode,
  });
  if (fate < heldShare) return { statuses: [failed(131_049)], reactions: [] };
  if (fate < heldShare + 0.006) return { statuses: [failed(131_026)], reactions: [] };
  const sent: StatusInput = { ...common, status: "sent", at: at - 3_000 };
  if (fate < heldShare + 0.016 + unhappy * 0.6) return { statuses: [sent], reactions: [] };
  const isRead = random() < 0.55 * (1 - 2 * unhappy);
  const arrived: StatusInput = { ...common, status: isRead ? "read" : "delivered", at: at - 2_000 };
  if (random() >= 0.002 + unhappy * 0.7) return { statuses: [sent, arrived], reactions: [] };
  const text = stopWords[Math.floor(random() * stopWords.length)] ?? stopWords[0];
  const reaction =
    random() < 0.5
      ? userPreferencesChange(sender, { person, value: "stop", at: at - 1_000 })
      : inboundChange(sender, {
          messageId: `wamid.${Buffer.from(`${input.ordinal}-reply`).toString("base64")}`,
          at: at - 1_000,
          from: person,
          body: { kind: text === "Stop promotions" ? "button" : "text", text },
          inReplyTo: messageId,
        });
  return { statuses: [sent, arrived], reactions: [reaction] };
}
