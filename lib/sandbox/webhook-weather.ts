import type { Random } from "./seeded-random.ts";
import { shuffled } from "./webhook-variants.ts";
import type { WebhookEnvelope } from "./webhook-envelope.ts";

/** What happens to webhooks on their way. */
export interface WebhookWeather {
  /** Share of deliveries that never leave, 0 to 1. */
  readonly dropShare: number;
  /** Further deliveries of the same bytes. */
  readonly copies: number;
  /** Every delivery comes up to so many real seconds late; at demo speed ten are a day. */
  readonly latestSeconds: number;
  /** Deliveries that are due together leave in any order. */
  readonly isShuffled: boolean;
}

export const fineWeather: WebhookWeather = { dropShare: 0, copies: 0, latestSeconds: 0, isShuffled: false };

/** A delivery that waits for its time. */
export interface HeldDelivery {
  /** Real instant, unix milliseconds. */
  readonly dueAt: number;
  readonly envelope: WebhookEnvelope;
}

/** Loses, repeats, delays and shuffles deliveries. @param now real instant, unix milliseconds */
export function sendThroughWeather(
  envelopes: readonly WebhookEnvelope[],
  input: { readonly weather: WebhookWeather; readonly random: Random; readonly now: number },
): readonly HeldDelivery[] {
  const { weather, random, now } = input;
  const held = envelopes.flatMap((envelope) => {
    if (random() < weather.dropShare) return [];
    return Array.from({ length: 1 + weather.copies }, () => ({
      dueAt: now + Math.floor(random() * weather.latestSeconds * 1000),
      envelope,
    }));
  });
  return weather.isShuffled ? shuffled(held, random) : held;
}
