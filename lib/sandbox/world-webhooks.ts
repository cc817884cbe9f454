import { createAudience, type Audience } from "./audience.ts";
import type { MessageLedger } from "./message-ledger.ts";
import { mixSeed, seededRandom } from "./seeded-random.ts";
import { tellEvent } from "./tell-event.ts";
import { createMessageTeller, type TimedTelling } from "./told-messages.ts";
import { envelopesOf, type WebhookEnvelope } from "./webhook-envelope.ts";
import type { WebhookSender } from "./webhook-sender.ts";
import {
  fineWeather,
  sendThroughWeather,
  type HeldDelivery,
  type WebhookWeather,
} from "./webhook-weather.ts";
import type { World } from "./world.ts";

/** Samples older than this are dropped: after a long sleep nobody wants a day of statuses at once. */
const oldestSampleMilliseconds = 60_000;
/** A receiver that is down would otherwise collect retries without end. */
const mostPending = 40;
/** Tellings and deliveries that wait for their time; beyond it the oldest leave early. */
const mostWaiting = 5_000;

export interface WorldWebhookOptions {
  /** Upper bound of status updates in any second; messages beyond it never were. Default 20, 0 for none. */
  readonly statusesPerSecond?: number;
  /** How often the world is moved on, so that webhooks flow without polls. Default 500 ms; 0 leaves it to others. */
  readonly tickMs?: number;
  /** Whether the app listens to an account; others are told nothing. Default: to all. */
  readonly isSubscribed?: (wabaId: string) => boolean;
  readonly weather?: () => WebhookWeather;
  /** People and counts that outlive a change of world. Default: new ones. */
  readonly audience?: Audience;
  readonly ledger?: MessageLedger;
}

export interface WorldWebhooks {
  /** Listens to another world from now on; messages under way keep their later statuses. */
  follow(world: World): void;
  /** Stops listening at once, then waits for deliveries under way. */
  stop(): Promise<void>;
}

/**
 * Turns what happens in the world into webhook deliveries, a batch per account: templates, limits, throughput,
 * restrictions, and statuses and answers of a sample of messages (about ten statuses a second at demo speed, twenty at
 * most). A number's colour is never sent, as Meta never sends it.
 */
export function startWorldWebhooks(
  world: World,
  sender: WebhookSender,
  options: WorldWebhookOptions = {},
): WorldWebhooks {
  const tickMs = options.tickMs ?? 500;
  const isSubscribed = options.isSubscribed ?? (() => true);
  const random = seededRandom(mixSeed(sender.seed, "weather"));
  const teller = createMessageTeller({
    seed: sender.seed,
    perSecond: options.statusesPerSecond ?? 20,
    audience: options.audience ?? createAudience(sender.seed),
    ledger: options.ledger ?? null,
  });
  const pending = new Set<Promise<unknown>>();
  let upcoming: TimedTelling[] = [];
  let held: HeldDelivery[] = [];
  let isFlushPlanned = false;

  const post = (envelope: WebhookEnvelope) => {
    const delivery = sender.send(envelope).finally(() => pending.delete(delivery));
    pending.add(delivery);
  };
  const flush = () => {
    isFlushPlanned = false;
    const now = sender.now();
    const [due, later] = split(upcoming, (telling) => telling.at <= now);
    upcoming = later;
    const heard = due.filter((telling) => isSubscribed(telling.wabaId)).sort((a, b) => a.at - b.at);
    const weather = options.weather?.() ?? fineWeather;
    held.push(...sendThroughWeather(envelopesOf(heard), { weather, random, now }));
    const [leaving, staying] = split(held, (delivery) => delivery.dueAt <= now);
    held = staying;
    for (const { envelope } of leaving) post(envelope);
  };
  const planFlush = () => {
    if (isFlushPlanned) return;
    isFlushPlanned = true;
    // However many hours the world has just lived through, they leave as one batch.
    queueMicrotask(flush);
  };
  const listen = (to: World) =>
    to.onEvent((event) => {
      planFlush();
      if (event.kind !== "messages-sent") {
        upcoming.push(...tellEvent(to, event).map((telling) => ({ ...telling, at: event.at })));
        return;
      }
      const isStale = sender.now() - event.at > oldestSampleMilliseconds;
      if (isStale || pending.size >= mostPending || upcoming.length + held.length >= mostWaiting) return;
      upcoming.push(...teller.tell(to, event));
    });
  let present = world;
  let unsubscribe = listen(present);
  const tick = () => {
    present.advanceTo(sender.now());
    planFlush();
  };
  const timer = tickMs > 0 ? setInterval(tick, tickMs) : null;
  timer?.unref();
  return {
    follow(next) {
      unsubscribe();
      present = next;
      unsubscribe = listen(present);
    },
    async stop() {
      unsubscribe();
      if (timer !== null) clearInterval(timer);
      flush();
      await Promise.allSettled(pending);
    },
  };
}

function split<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] {
  const first: T[] = [];
  const second: T[] = [];
  for (const item of items) (isFirst(item) ? first : second).push(item);
  return [first, second];
}
