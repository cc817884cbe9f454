import { digitsOf } from "./analytics-fields.ts";
import {
  accountAlert,
  accountRestriction,
  businessCapabilityUpdate,
  phoneNumberQualityUpdate,
  templateQualityUpdate,
  templateStatusUpdate,
} from "./management-changes.ts";
import { statusesChange, type SenderNaming } from "./message-changes.ts";
import { sampleMessage } from "./message-samples.ts";
import { mixSeed, poisson, seededRandom } from "./seeded-random.ts";
import { envelopeOf, type WebhookChange, type WebhookEnvelope } from "./webhook-envelope.ts";
import type { WebhookSender } from "./webhook-sender.ts";
import { limitUsers, type Template, type WorldEvent } from "./world-model.ts";
import type { World } from "./world.ts";

/** Samples older than this are dropped: after a long sleep nobody wants a day of statuses at once. */
const oldestSampleMilliseconds = 60_000;
const mostPending = 40;
const statusesPerMessage = 2;

export interface WorldWebhookOptions {
  /** Upper bound of status updates in any second; messages beyond it are not told. Default 20, 0 for none. */
  readonly statusesPerSecond?: number;
  /** How often the world is moved on, so that webhooks flow without polls. Default 500 ms; 0 leaves it to others. */
  readonly tickMs?: number;
}

/**
 * Turns what happens in the world into webhook deliveries: templates, limits, throughput, restrictions and a sample of
 * message statuses. A number's colour is never sent, as Meta never sends it.
 *
 * @returns stops listening, then waits for deliveries under way
 */
export function startWorldWebhooks(
  world: World,
  sender: WebhookSender,
  options: WorldWebhookOptions = {},
): () => Promise<void> {
  const perSecond = options.statusesPerSecond ?? 20;
  const tickMs = options.tickMs ?? 500;
  const pending = new Set<Promise<unknown>>();
  const allowance = createAllowance(perSecond, world.speed > 0 ? 3600 / world.speed : 0);

  const post = (envelope: WebhookEnvelope) => {
    const delivery = sender.send(envelope).finally(() => pending.delete(delivery));
    pending.add(delivery);
  };
  const unsubscribe = world.onEvent((event) => {
    if (event.kind !== "messages-sent") {
      for (const { wabaId, change } of tellings(world, event)) post(envelopeOf(wabaId, change, event.at));
      return;
    }
    // A receiver that is down would otherwise collect retries without end.
    const isStale = sender.now() - event.at > oldestSampleMilliseconds;
    if (perSecond <= 0 || isStale || pending.size >= mostPending) return;
    for (const envelope of sampleEnvelopes(world, sender.seed, event, allowance)) post(envelope);
  });
  const timer = tickMs > 0 ? setInterval(() => world.advanceTo(sender.now()), tickMs) : null;
  timer?.unref();
  return async () => {
    unsubscribe();
    if (timer !== null) clearInterval(timer);
    await Promise.allSettled(pending);
  };
}

interface Telling {
  readonly wabaId: string;
  readonly change: WebhookChange;
}

/** What Meta would tell about an event, and to which account. Nothing, for most of them. */
function tellings(world: World, event: Exclude<WorldEvent, { kind: "messages-sent" }>): readonly Telling[] {
  switch (event.kind) {
    case "template-score-changed":
      return aboutTemplate(world, event.templateId, (template) => templateQualityUpdate(template, event));
    case "template-paused":
      return aboutTemplate(world, event.templateId, (template) =>
        templateStatusUpdate({
          template,
          event: "PAUSED",
          title: event.ordinal === 1 ? "FIRST_PAUSE" : "SECOND_PAUSE",
          description: `Paused for ${event.hours} hours because of low quality.`,
        }),
      );
    case "template-unpaused":
      return aboutTemplate(world, event.templateId, (template) =>
        templateStatusUpdate({
          template,
          event: "APPROVED",
          title: "UNPAUSE",
          description: "The pause is over.",
        }),
      );
    case "template-disabled":
      return aboutTemplate(world, event.templateId, (template) =>
        templateStatusUpdate({ template, event: "DISABLED", title: "DISABLED", disabledAt: event.at }),
      );
    case "template-reinstated":
      return aboutTemplate(world, event.templateId, (template) =>
        templateStatusUpdate({ template, event: "REINSTATED" }),
      );
    case "limit-changed": {
      const users = limitUsers[event.to];
      const change = businessCapabilityUpdate({ limit: Number.isFinite(users) ? users : "UNLIMITED" });
      return (world.findPortfolio(event.portfolioId)?.wabas ?? []).map((waba) => ({
        wabaId: waba.id,
        change,
      }));
    }
    case "throughput-upgraded":
      return aboutNumber(world, event.phoneNumberId, "THROUGHPUT_UPGRADE");
    case "number-onboarded":
      return aboutNumber(world, event.phoneNumberId, "ONBOARDING");
    case "account-warned": {
      const entityId = world.findWaba(event.wabaId)?.portfolioId ?? "";
      const alertType = "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED";
      return [
        { wabaId: event.wabaId, change: accountAlert({ entityType: "BUSINESS", entityId, alertType }) },
      ];
    }
    case "account-restricted": {
      const change = accountRestriction(["RESTRICTED_BIZ_INITIATED_MESSAGING"], event.until);
      return [{ wabaId: event.wabaId, change }];
    }
    case "rating-changed":
    case "source-launched":
    case "source-held":
      return [];
  }
}

function aboutTemplate(
  world: World,
  templateId: string,
  changeOf: (template: Template) => WebhookChange,
): readonly Telling[] {
  const template = world.findTemplate(templateId);
  return template === undefined ? [] : [{ wabaId: template.wabaId, change: changeOf(template) }];
}

function aboutNumber(world: World, phoneNumberId: string, event: string): readonly Telling[] {
  const number = world.findPhoneNumber(phoneNumberId);
  if (number === undefined) return [];
  const waba = world.findWaba(number.wabaId);
  const limit = world.findPortfolio(waba?.portfolioId ?? "")?.limit;
  const change = phoneNumberQualityUpdate({
    digits: digitsOf(number),
    event,
    ...(event === "THROUGHPUT_UPGRADE" ? { currentLimit: "TIER_UNLIMITED" } : {}),
    ...(limit === undefined ? {} : { limitPerBusiness: limit }),
  });
  return [{ wabaId: number.wabaId, change }];
}

/** A fair share of one source's messages of one hour: all sources are thinned alike, so rates survive the sampling. */
function sampleEnvelopes(
  world: World,
  seed: number,
  event: Extract<WorldEvent, { kind: "messages-sent" }>,
  allowance: Allowance,
): readonly WebhookEnvelope[] {
  const source = world.sources.find((candidate) => candidate.key === event.sourceKey);
  const number = source && world.findPhoneNumber(source.phoneNumberId);
  if (source === undefined || number === undefined) return [];
  const random = seededRandom(mixSeed(seed, "samples", event.at, source.key));
  const sender: SenderNaming = { phoneNumberId: number.id, digits: digitsOf(number) };
  const category = world.findTemplate(source.templateId)?.category ?? "MARKETING";
  const count = Math.min(event.count, poisson(random, event.count * shareOf(world, allowance.perSecond)));
  const samples = Array.from({ length: count }, (_, index) =>
    sampleMessage({
      source,
      sender,
      category,
      ordinal: `${event.at}-${source.key}-${index}`,
      at: event.at,
      random,
    }),
  ).filter((sample) => allowance.take(event.at, sample.statuses.length));
  const statuses = samples.flatMap((sample) => sample.statuses);
  if (statuses.length === 0) return [];
  const changes = [statusesChange(sender, statuses), ...samples.flatMap((sample) => sample.reactions)];
  return changes.map((change) => envelopeOf(number.wabaId, change, event.at));
}

/** Share of messages to tell so that an average hour fills about half of the allowance. */
function shareOf(world: World, perSecond: number): number {
  const sendsPerHour = world.sources.reduce(
    (sum, source) => sum + (source.active ? source.sendsPerHour : 0),
    0,
  );
  const sendsPerSecond = (sendsPerHour * world.speed) / 3_600;
  return Math.min(1, (0.5 * perSecond) / (Math.max(sendsPerSecond, Number.EPSILON) * statusesPerMessage));
}

interface Allowance {
  readonly perSecond: number;
  /** Whether so many more statuses fit into the second of this instant. */
  take(at: number, count: number): boolean;
}

/** A slow world tells a whole hour at once, so the bound then holds for the hour instead of the second. */
function createAllowance(perSecond: number, hourSeconds: number): Allowance {
  const capacity = perSecond * Math.max(1, hourSeconds);
  let second = 0;
  let used = 0;
  return {
    perSecond,
    take(at, count) {
      const now = Math.floor(at / 1000);
      if (now !== second) {
        second = now;
        used = 0;
      }
      if (used + count > capacity) return false;
      used += count;
      return true;
    },
  };
}
