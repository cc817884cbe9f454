/** Seeded calibration of whole launches as production judges them: four signals, their sum, and the sources of a method. */
import { agesWatched, watchedSignals } from "../core/detection/stream-stand.ts";
import { countArms, type CameCount, type SentCount } from "../core/guard/count-arms.ts";
import { guardHorizon, usualGuard } from "../core/guard/guard-settings.ts";
import { watchLaunch, type LaunchRun } from "../core/guard/watch-launch.ts";
import { seededRandom } from "../sandbox/seeded-random.ts";
import { drawGamma, drawPoisson } from "../testing/draw-counts.ts";

export interface WholePlan {
  /** Messages a day to contacts of others; and of each source of the method, with how many times the others' rates it has. */
  readonly basePerDay: number;
  readonly sources: readonly { readonly perDay: number; readonly ratio: number }[];
  /** Relative variance of each source's own days. */
  readonly omega: number;
}

/** Signals a message of the others. */
const rates = { block: 0.004, report: 0.001, opt_out: 0.01, suspected_block: 0.002 } as const;
const runIn = 28;
const sharedNoise = 0.05;
const curve = Array.from({ length: agesWatched }, (_, age) => 0.65 ** age);
const whole = curve.reduce((sum, part) => sum + part, 0);

export interface WholeRun {
  readonly method: LaunchRun;
  readonly parts: readonly LaunchRun[];
}

/** One launch of 90 days: the method as a whole and each of its sources. Day 100 is its first. */
export function runWholeLaunch(seed: number, { basePerDay, sources, omega }: WholePlan): WholeRun {
  const random = seededRandom(seed);
  const noise = (size: number) => (size > 0 ? drawGamma(random, 1 / size) * size : 1);
  const startDay = 100;
  const [from, to] = [startDay - runIn - agesWatched, startDay + guardHorizon - 1];
  const weekdays = Array.from({ length: 7 }, () => Math.exp(0.15 * Math.sqrt(3) * (2 * random() - 1)));
  const shared = new Map<number, number>();
  for (let day = from; day <= to; day += 1) shared.set(day, noise(sharedNoise) * (weekdays[day % 7] ?? 1));
  const place = { number: 1, category: "", newness: 0 } as const;
  const sent: SentCount[] = [];
  const came: CameCount[] = [];
  const senders = [
    { perDay: basePerDay, ratio: 1, isOwn: false },
    ...sources.map((one) => ({ ...one, isOwn: true })),
  ];
  for (const [source, { perDay, ratio, isOwn }] of senders.entries()) {
    const first = isOwn ? startDay : from;
    const own = new Map<number, number>();
    for (let day = first; day <= to; day += 1) {
      sent.push({ ...place, day, source, count: perDay });
      own.set(day, isOwn ? noise(omega) : 1);
    }
    for (let day = first; day <= to; day += 1) {
      const level = ratio * (shared.get(day) ?? 1) * (own.get(day) ?? 1);
      for (const signal of watchedSignals) {
        for (const [age, part] of curve.entries()) {
          if (day - age < first) continue;
          const count = drawPoisson(random, (perDay * rates[signal] * level * part) / whole);
          if (count > 0) came.push({ ...place, day, source, age, signal, count });
        }
      }
    }
  }
  const owns = sources.map((_, index) => index + 1);
  const table = countArms(sent, came, { isNew: (source) => source > 0, countryOf: () => "" });
  const watch = (own: readonly number[], looks: number) =>
    watchLaunch(
      null,
      { startDay, throughDay: to },
      table.armsOf({ own: new Set(own), beside: new Set(owns.filter((source) => !own.includes(source))) }),
      { ...usualGuard, bar: usualGuard.bar + Math.log(looks) },
    );
  return {
    method: watch(owns, 1),
    parts: sources.length > 1 ? owns.map((source) => watch([source], sources.length)) : [],
  };
}

/** Days from the first to the one on which a run was called harmful, the first being 1; null: never. */
export function harmDay({ stands }: LaunchRun): number | null {
  const since = stands.at(-1)?.harmfulSince ?? null;
  return since === null ? null : since - (stands[0]?.day ?? since) + 1;
}

export interface WholeCalibration {
  readonly launches: number;
  /** Methods called harmful, and their mean day. */
  readonly methods: number;
  readonly meanDay: number;
  /** By source: how often it was named, and the mean day. */
  readonly parts: readonly {
    readonly named: number;
    readonly meanDay: number;
    readonly days: readonly number[];
  }[];
  /** Launches in which a source was named that is as good as the others. */
  readonly wronglyNamed: number;
}

export function measureWholeLaunches(seed: number, launches: number, plan: WholePlan): WholeCalibration {
  const methodDays: number[] = [];
  const partDays: number[][] = plan.sources.map(() => []);
  let wronglyNamed = 0;
  for (let index = 0; index < launches; index += 1) {
    const { method, parts } = runWholeLaunch(seed * 100_003 + index, plan);
    const day = harmDay(method);
    if (day !== null) methodDays.push(day);
    let isWrong = false;
    for (const [place, part] of parts.entries()) {
      const named = harmDay(part);
      if (named === null) continue;
      partDays[place]?.push(named);
      if (plan.sources[place]?.ratio === 1) isWrong = true;
    }
    if (isWrong) wronglyNamed += 1;
  }
  const mean = (days: readonly number[]) =>
    days.reduce((sum, day) => sum + day, 0) / Math.max(1, days.length);
  return {
    launches,
    methods: methodDays.length,
    meanDay: mean(methodDays),
    parts: partDays.map((days) => ({ named: days.length, meanDay: mean(days), days })),
    wronglyNamed,
  };
}

/** One line a plan: methods as good as the others, worse ones, and a bad source in a good method. */
export function calibrateWholeLaunches(seed: number, launches: number): void {
  const one = (perDay: number, ratio: number) => [{ perDay, ratio }];
  const partners = (perDay: number) => [
    { perDay: 0.5 * perDay, ratio: 1 },
    { perDay: 0.4 * perDay, ratio: 1 },
    { perDay: 0.1 * perDay, ratio: 4 },
  ];
  const good = (perDay: number) => Array.from({ length: 4 }, () => ({ perDay: perDay / 4, ratio: 1 }));
  const plans: WholePlan[] = [
    ...[0, 0.05, 0.1].flatMap((omega) =>
      [100, 300, 1_000].map((perDay) => ({ basePerDay: 10 * perDay, sources: one(perDay, 1), omega })),
    ),
    ...[1.5, 2, 3].map((ratio) => ({ basePerDay: 3_000, sources: one(300, ratio), omega: 0.05 })),
    ...[300, 1_000, 2_000].map((perDay) => ({ basePerDay: 3_000, sources: partners(perDay), omega: 0.05 })),
    ...[300, 2_000].map((perDay) => ({ basePerDay: 3_000, sources: good(perDay), omega: 0.1 })),
  ];
  for (const plan of plans) {
    const { parts, ...found } = measureWholeLaunches(seed, launches, plan);
    const named = parts.map(({ named: count, meanDay, days }) => ({
      ...{ count, meanDay },
      by90: [...days].sort((a, b) => a - b)[Math.ceil(0.9 * launches) - 1] ?? null,
    }));
    console.log(JSON.stringify({ ...plan, ...found, named }));
  }
}
