/** How long before Meta's rating the launch guard speaks, in the sandbox's world at the pace of the clock. */
import { countArms, type CameCount, type SentCount } from "../core/guard/count-arms.ts";
import { lookAtOpenDay } from "../core/guard/look-at-open-day.ts";
import { newnessOf } from "../core/guard/match-level.ts";
import { usualGuard } from "../core/guard/guard-settings.ts";
import { beforeLaunch, watchLaunch, type LaunchStand } from "../core/guard/watch-launch.ts";
import { createAudience, type Audience, type Person } from "../sandbox/audience.ts";
import { demoCast } from "../sandbox/demo-shop.ts";
import { liveMessage } from "../sandbox/live-message.ts";
import { poisonedForm } from "../sandbox/scenarios/poisoned-form.ts";
import { mixSeed, seededRandom } from "../sandbox/seeded-random.ts";
import { complaintOf, recordedOptIn } from "../sandbox/shop/shop-crm.ts";
import type { Story } from "../sandbox/story.ts";
import type { WorldEvent } from "../sandbox/world-model.ts";
import { createWorld } from "../sandbox/world.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const poisoned = "popup-ticked-de";
/** Days of the shop before the form is launched: enough for the guard to learn from. */
const quietDays = 45;
/** A form that has not made the number fall by then never will. */
const mostHours = 14 * 24;

export interface Lead {
  /** Hours from the form's first message to the guard's verdict and to the fall of the rating; null: it never came. */
  readonly verdictHours: number | null;
  readonly fallHours: number | null;
}

/**
 * One life of the poisoned form. The world's people are those of the sandbox, hour by hour; what the guard is given is what Staygreen would be
 * told: messages, stops, the few complaints that reach the shop, and the opt-ins it has on record. Suspected blocks are left out, as they come
 * after 48 hours of silence. The day under way is looked at every hour, as production does whenever something was counted.
 */
export function measureLead(seed: number): Lead {
  const start = Date.UTC(2026, 1, 2);
  const world = createWorld({
    seed,
    now: () => start,
    speed: 1,
    story: after(quietDays * 24 + (seed % 24), seed),
  });
  const counts = listen(seed, start);
  const fall: { at: number | null } = { at: null };
  world.onEvent((event) => {
    if (event.kind === "messages-sent") counts.take(world, event);
    const isFall = event.kind === "rating-changed" && event.phoneNumberId === demoCast.number.home;
    if (isFall && event.to !== "GREEN") fall.at ??= event.at;
  });
  let [stand, verdictAt, firstAt]: [LaunchStand | null, number | null, number | null] = [null, null, null];
  for (
    let hour = 1;
    hour < quietDays * 24 + mostHours && (fall.at === null || verdictAt === null);
    hour += 1
  ) {
    const now = start + hour * hourMs;
    world.advanceTo(now);
    const first = counts.firstOwn();
    if (first === null) continue;
    firstAt ??= first;
    if (verdictAt !== null) continue;
    const startDay = Math.floor(firstAt / dayMs);
    const today = Math.floor((now - 1) / dayMs);
    const arms = counts.arms();
    const until: LaunchStand =
      stand?.day === today - 1
        ? stand
        : today === startDay
          ? beforeLaunch(startDay, arms, usualGuard)
          : (watchLaunch(stand, { startDay, throughDay: today - 1 }, arms).stands.at(-1) ??
            beforeLaunch(startDay, arms, usualGuard));
    stand = until;
    const look = lookAtOpenDay(until, (now - today * dayMs) / dayMs, arms);
    if (look.verdict.verdict === "harmful") verdictAt = now;
  }
  const hours = (at: number | null) => (at === null || firstAt === null ? null : (at - firstAt) / hourMs);
  return { verdictHours: hours(verdictAt), fallHours: hours(fall.at) };
}

/** The scenario's own story, begun later. */
function after(hours: number, seed: number): Story {
  const story = poisonedForm.createStory(seed, {
    putFault: () => undefined,
    setWeather: () => undefined,
    unsubscribe: () => undefined,
  });
  return (step, stage) => {
    if (step >= hours) story(step - hours, stage);
  };
}

interface Counted<T> {
  readonly one: Omit<T, "count">;
  count: number;
}

/** Counts of what is told about the number that the form feeds. */
function listen(seed: number, start: number) {
  const people = createAudience(seed, dayMs);
  const sent = new Map<string, Counted<SentCount>>();
  const came = new Map<string, Counted<CameCount>>();
  const complained = new Set<string>();
  let first: number | null = null;
  const bump = <T>(map: Map<string, Counted<T>>, one: Omit<T, "count">) => {
    const key = JSON.stringify(one);
    const known = map.get(key) ?? { one, count: 0 };
    known.count += 1;
    map.set(key, known);
  };
  const listed = <T>(map: Map<string, Counted<T>>) =>
    [...map.values()].map(({ one, count }) => ({ ...one, count }) as T);
  return {
    take(world: ReturnType<typeof createWorld>, event: Extract<WorldEvent, { kind: "messages-sent" }>): void {
      const source = world.sources.find(({ key }) => key === event.sourceKey);
      if (source?.phoneNumberId !== demoCast.number.home || event.at < start) return;
      const template = world.findTemplate(source.templateId);
      const random = seededRandom(mixSeed(seed, "samples", event.at, source.key));
      for (let index = 0; index < event.count; index += 1) {
        const sentAt = event.at - Math.floor(hourMs * random());
        const met: { person: Person | null } = { person: null };
        const answers: ("block" | "report" | "opt_out")[] = [];
        const audience: Audience = {
          pick: (...asked) => (met.person = people.pick(...asked)),
          remember(contact, what, at) {
            people.remember(contact, what, at);
            if (what === "stopped") answers.push("opt_out");
            const complaint =
              what === "blocked" && !complained.has(contact.key) ? complaintOf(seed, contact) : null;
            if (complaint !== null) answers.push(complaint);
            if (what === "blocked") complained.add(contact.key);
          },
        };
        const sender = { phoneNumberId: source.phoneNumberId, digits: "4930" };
        const ordinal = `${event.at}-${source.key}-${index}`;
        const message = liveMessage({ source, template, sender, audience, ordinal, sentAt, random });
        if (message === null || met.person === null) continue;
        const day = Math.floor(sentAt / dayMs);
        const optIn = recordedOptIn(seed, source, met.person);
        const optInDay = optIn === null ? null : Math.floor(optIn.at / dayMs);
        const place = {
          day,
          ...{ number: 1, source: source.key === poisoned ? 1 : 0, category: template?.category ?? "" },
          newness: newnessOf(day, optInDay === null ? 0 : optInDay - ((optInDay + 3) % 7)),
        };
        if (place.source === 1) first = Math.min(first ?? sentAt, sentAt);
        bump(sent, place);
        for (const signal of answers) bump(came, { ...place, age: 0, signal });
      }
    },
    firstOwn: () => first,
    arms: () =>
      countArms(listed(sent), listed(came), {
        isNew: (source) => source === 1,
        countryOf: (source) => (source === 1 ? "" : "DE"),
      }).armsOf({ own: new Set([1]), beside: new Set() }),
  };
}

export interface LeadSummary {
  readonly seeds: number;
  /** The rating fell. */
  readonly fell: number;
  /** Of these, the verdict was there before. */
  readonly before: number;
  /** Hours, over the falls: a verdict that never came counts as none before. */
  readonly medianLead: number;
  readonly medianVerdict: number;
  readonly medianFall: number;
}

export function measureLeads(firstSeed: number, seeds: number): LeadSummary {
  const lives = Array.from({ length: seeds }, (_, index) => measureLead(firstSeed + index));
  const fallen = lives.flatMap(({ verdictHours, fallHours }) =>
    fallHours === null ? [] : [{ verdict: verdictHours ?? Infinity, fall: fallHours }],
  );
  const median = (values: readonly number[]) =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
  return {
    ...{ seeds, fell: fallen.length },
    before: fallen.filter(({ verdict, fall }) => verdict < fall).length,
    medianLead: median(fallen.map(({ verdict, fall }) => fall - verdict)),
    medianVerdict: median(fallen.map(({ verdict }) => verdict)),
    medianFall: median(fallen.map(({ fall }) => fall)),
  };
}

/** One line for `npm run calibrate`. */
export function calibrateLeads(seed: number, seeds: number): void {
  console.log(JSON.stringify(measureLeads(seed, seeds)));
}
