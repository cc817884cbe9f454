import { digitsOf } from "./analytics-fields.ts";
import type { Audience } from "./audience.ts";
import { liveMessage, type LiveMessage } from "./live-message.ts";
import { statusesChange, type SenderNaming, type StatusInput } from "./message-changes.ts";
import type { MessageLedger } from "./message-ledger.ts";
import { mixSeed, poisson, seededRandom } from "./seeded-random.ts";
import type { Telling } from "./tell-event.ts";
import type { WorldEvent } from "./world-model.ts";
import type { World } from "./world.ts";

type SendsEvent = Extract<WorldEvent, { kind: "messages-sent" }>;

/** Statuses of one message, on average: sent, delivered, and read by half. */
const statusesPerMessage = 2.5;

/** A change that is told when its time has come. */
export interface TimedTelling extends Telling {
  /** Real instant, unix milliseconds. */
  readonly at: number;
}

/** Turns a share of the world's sends into real messages with ids, people and statuses. */
export interface MessageTeller {
  tell(world: World, event: SendsEvent): readonly TimedTelling[];
}

/**
 * At demo speed the world sends thousands of messages a second; a laptop is told of a few. All sources are thinned
 * alike, so rates survive the sampling, and what is thinned away never was: ledger, analytics and webhooks know the same
 * messages.
 *
 * @param perSecond upper bound of statuses in any second; an average hour fills about half of it
 */
export function createMessageTeller(options: {
  readonly seed: number;
  readonly perSecond: number;
  readonly audience: Audience;
  readonly ledger: MessageLedger | null;
}): MessageTeller {
  const { seed, perSecond, audience, ledger } = options;
  const allowance = createAllowance(perSecond);
  return {
    tell(world, event) {
      const source = world.sources.find((candidate) => candidate.key === event.sourceKey);
      const number = source && world.findPhoneNumber(source.phoneNumberId);
      if (source === undefined || number === undefined || perSecond <= 0) return [];
      const random = seededRandom(mixSeed(seed, "samples", event.at, source.key));
      const sender: SenderNaming = { phoneNumberId: number.id, digits: digitsOf(number) };
      const template = world.findTemplate(source.templateId);
      const hourSeconds = world.speed > 0 ? 3_600 / world.speed : 0;
      const wanted = Math.min(event.count, poisson(random, event.count * shareOf(world, perSecond)));
      const count = Math.min(wanted, Math.floor(allowance.left(event.at, hourSeconds) / statusesPerMessage));
      const messages = Array.from({ length: count }, (_, index) =>
        liveMessage({
          source,
          template,
          sender,
          audience,
          ordinal: `${event.at}-${source.key}-${index}`,
          // Spread over the hour that has just ended.
          sentAt: event.at - Math.floor(hourSeconds * 1000 * random()),
          random,
        }),
      ).filter((message) => message !== null);
      for (const message of messages) {
        allowance.use(message.statuses.length);
        ledger?.record({ phoneNumberId: number.id, templateId: source.templateId }, message);
      }
      return tellingsOf(number.wabaId, sender, messages, event.at);
    },
  };
}

/** What is known already goes out together, as Meta batches it; the rest waits for its time. */
function tellingsOf(
  wabaId: string,
  sender: SenderNaming,
  messages: readonly LiveMessage[],
  now: number,
): readonly TimedTelling[] {
  const statuses = messages.flatMap((message) => message.statuses);
  const bySecond = new Map<number, StatusInput[]>();
  for (const status of statuses) {
    const at = status.at <= now ? now : Math.ceil(status.at / 1000) * 1000;
    bySecond.set(at, [...(bySecond.get(at) ?? []), status]);
  }
  return [
    ...[...bySecond].map(([at, group]) => ({ at, wabaId, change: statusesChange(sender, group) })),
    ...messages
      .flatMap((message) => message.reactions)
      .map((reaction) => ({ at: reaction.at, wabaId, change: reaction.change })),
  ];
}

function shareOf(world: World, perSecond: number): number {
  const sendsPerHour = world.sources.reduce(
    (sum, source) => sum + (source.active ? source.sendsPerHour : 0),
    0,
  );
  const sendsPerSecond = (sendsPerHour * world.speed) / 3_600;
  return Math.min(1, (0.5 * perSecond) / (Math.max(sendsPerSecond, Number.EPSILON) * statusesPerMessage));
}

/** A slow world tells a whole hour at once, so the bound then holds for the hour instead of the second. */
function createAllowance(perSecond: number) {
  let second = 0;
  let used = 0;
  return {
    left(at: number, hourSeconds: number): number {
      const present = Math.floor(at / 1000);
      if (present !== second) {
        second = present;
        used = 0;
      }
      return perSecond * Math.max(1, hourSeconds) - used;
    },
    use(count: number): void {
      used += count;
    },
  };
}
