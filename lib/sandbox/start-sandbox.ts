import { createAudience, type HiddenBlock } from "./audience.ts";
import { DEMO_SPEED } from "./demo-story.ts";
import { startGraphDouble, type GraphDouble, type GraphDoubleOptions } from "./graph-double.ts";
import { createMessageLedger } from "./message-ledger.ts";
import type { RunningScenario, Scenario, ScenarioControl, ScenarioHands } from "./scenario.ts";
import { allScenarios, findScenario } from "./scenarios/all-scenarios.ts";
import type { FactsReceiver } from "./shop/facts-outbox.ts";
import type { OldSource } from "./shop/opt-in-history.ts";
import { createShopCrm } from "./shop/shop-crm.ts";
import { shopMethods } from "./shop/shop-registry.ts";
import { createWebhookSender, type WebhookSenderOptions } from "./webhook-sender.ts";
import { fineWeather, type WebhookWeather } from "./webhook-weather.ts";
import { createWorld, type World } from "./world.ts";
import { startWorldWebhooks, type WorldWebhookOptions } from "./world-webhooks.ts";

type Credentials = Pick<GraphDoubleOptions, "appId" | "appSecret" | "accessToken" | "verifyToken">;

export interface SandboxOptions
  extends
    Credentials,
    Pick<WorldWebhookOptions, "statusesPerSecond" | "tickMs">,
    Pick<WebhookSenderOptions, "callbackUrl" | "fetch" | "retryDelaysMs"> {
  readonly seed: number;
  /** Real time, unix milliseconds. */
  readonly now: () => number;
  /** Default: the demo's, ten real seconds a day. */
  readonly speed?: number;
  /** Default "demo-story". */
  readonly scenario?: string;
  readonly log?: (line: string) => void;
}

export interface Sandbox extends ScenarioControl {
  readonly double: GraphDouble;
  /** Where the shop's own system sends opt-ins and complaints; null: nowhere. */
  tellFactsTo(receiver: FactsReceiver | null): void;
  /** The truth that no webhook tells, to measure guesses by. */
  hiddenBlocks(): readonly HiddenBlock[];
  close(): Promise<void>;
}

/**
 * The whole sandbox: a Graph double over a world that tells a scenario, and its webhooks. Another scenario replaces the
 * world, with the same ids, while token, address, people and counts go on: everything is green again and the new story
 * begins. The app is subscribed to every account when a scenario begins.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { seed, now } = options;
  const ledger = createMessageLedger(now());
  const slots = new Map<string, () => void>();
  let weather: WebhookWeather = fineWeather;
  // The first story begins before there is a double to act on.
  let present: GraphDouble | null = null;
  const early: (() => void)[] = [];
  const whenOpen = (act: (double: GraphDouble) => void) => {
    const opened = present;
    if (opened !== null) act(opened);
    else early.push(() => present !== null && act(present));
  };
  const first = known(options.scenario ?? allScenarios[0]?.id ?? "");

  const hands: ScenarioHands = {
    putFault: (name, fault) =>
      whenOpen(({ faults }) => {
        slots.get(name)?.();
        slots.delete(name);
        if (fault !== null) slots.set(name, faults.add(fault));
      }),
    setWeather: (next) => void (weather = next),
    unsubscribe: (wabaId) => whenOpen((double) => double.setSubscribed(wabaId, false)),
  };
  const open = (scenario: Scenario): World =>
    createWorld({
      seed,
      now,
      speed: options.speed ?? DEMO_SPEED,
      story: scenario.createStory(seed, hands),
      ...(scenario.enforcement === undefined ? {} : { enforcement: scenario.enforcement }),
    });
  let running: RunningScenario = { scenario: first, startedAt: now() };
  const world = open(first);
  const { appId, appSecret, accessToken, verifyToken } = options;
  const double = await startGraphDouble({
    world,
    now,
    ledger,
    subscribedWabaIds: wabaIdsOf(world),
    ...(appId === undefined ? {} : { appId }),
    ...(appSecret === undefined ? {} : { appSecret }),
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(verifyToken === undefined ? {} : { verifyToken }),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  present = double;
  for (const act of early.splice(0)) act();
  const sender = createWebhookSender({
    callbackUrl: options.callbackUrl,
    appSecret: double.appSecret,
    now,
    seed,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    ...(options.retryDelaysMs === undefined ? {} : { retryDelaysMs: options.retryDelaysMs }),
  });
  const speed = options.speed ?? DEMO_SPEED;
  const people = speed > 0 ? createAudience(seed, 86_400_000 / speed) : createAudience(seed);
  const crm = createShopCrm({
    seed,
    now,
    oldSources: oldSourcesOf(world),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  const webhooks = startWorldWebhooks(world, sender, {
    ...(options.statusesPerSecond === undefined ? {} : { statusesPerSecond: options.statusesPerSecond }),
    ...(options.tickMs === undefined ? {} : { tickMs: options.tickMs }),
    isSubscribed: (wabaId) => double.isSubscribed(wabaId),
    weather: () => weather,
    audience: crm.hear(people),
    ledger,
  });

  const control: ScenarioControl = {
    current: () => running,
    start(id) {
      const scenario = known(id);
      for (const end of slots.values()) end();
      slots.clear();
      weather = fineWeather;
      for (const wabaId of wabaIdsOf(double.world)) double.setSubscribed(wabaId, true);
      const before = double.world;
      const next = open(scenario);
      keepNumbers(before, next);
      double.useWorld(next);
      webhooks.follow(next);
      running = { scenario, startedAt: now() };
      return running;
    },
  };
  double.useScenarios(control);
  return {
    ...control,
    double,
    tellFactsTo: (receiver) => crm.tell(receiver),
    hiddenBlocks: () => people.blocks(),
    async close() {
      crm.close();
      sender.close();
      await webhooks.stop();
      await double.close();
    },
  };
}

/**
 * Sweden: eager readers in the mountains, whose phones are often off, and who block rather than say stop. One number of
 * the past has enough ordinary silences and enough blocks to tell them apart, so that a new sandbox shows suspected
 * blocks; the live one cannot, since silence is judged after 48 real hours.
 */
const quietNumber = "330917284501026";
const quietReaders = { offEveryDays: 8, blockShare: 0.85 } as const;

/** What the shop has launched already, and sources nobody registered: their opt-ins began long ago. */
export function oldSourcesOf(world: World): readonly OldSource[] {
  const launched = new Map(
    shopMethods.flatMap((method) => method.sources.map(({ key }) => [key, method.launchedDaysAgo] as const)),
  );
  return world.sources
    .filter(({ key, active }) => active || launched.has(key))
    .map((source) => {
      const template = world.findTemplate(source.templateId);
      return {
        key: source.key,
        sinceDaysAgo: launched.get(source.key) ?? Number.POSITIVE_INFINITY,
        phoneNumberId: source.phoneNumberId,
        campaign: /(?:^|;)c=([^;]+)/.exec(source.opaqueData)?.[1] ?? null,
        template: template?.name ?? source.templateId,
        category: (template?.category ?? "MARKETING").toLowerCase(),
        blockTendency: source.blockTendency,
        unreachableShare: source.unreachableShare,
        ...(source.phoneNumberId === quietNumber
          ? { ...quietReaders, blockTendency: 4 * source.blockTendency }
          : {}),
      };
    });
}

/** Numbers that joined during the old story stay, or each change of story would make one vanish. */
function keepNumbers(before: World, next: World): void {
  for (const number of before.portfolios
    .flatMap((portfolio) => portfolio.wabas)
    .flatMap((waba) => waba.phoneNumbers)) {
    if (next.findPhoneNumber(number.id) !== undefined) continue;
    const { id, displayPhoneNumber, verifiedName, country, usualDailySends } = number;
    next.addPhoneNumber(number.wabaId, { id, displayPhoneNumber, verifiedName, country, usualDailySends });
    next.changePhoneNumber(id, { onboardedAt: number.onboardedAt });
  }
}

function known(id: string): Scenario {
  const scenario = findScenario(id);
  if (scenario === undefined) throw new Error(`The sandbox has no scenario ${id}.`);
  return scenario;
}

function wabaIdsOf(world: World): readonly string[] {
  return world.portfolios.flatMap((portfolio) => portfolio.wabas).map((waba) => waba.id);
}
