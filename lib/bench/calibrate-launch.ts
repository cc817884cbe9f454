/** Seeded calibration of the launch guard: false alarms, the day of the alarm, intervals, and what is called safe. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { guardHorizon } from "../core/guard/guard-settings.ts";
import { judgeGuard } from "../core/guard/judge-guard.ts";
import { seededRandom } from "../sandbox/seeded-random.ts";
import { drawGamma, drawPoisson } from "../testing/draw-counts.ts";
import { detectCohort, type CohortRow } from "./detect-cohort.ts";

export interface LaunchPlan {
  /** Deliveries a day of the new method, and of the others. */
  readonly perDay: number;
  readonly basePerDay: number;
  /** Events a delivery of the others. */
  readonly rate: number;
  readonly ratio: number;
  /** Relative variance of the new method's own days. */
  readonly omega: number;
  /** Part of the events of one age that comes at the next: the delay curve. */
  readonly decay: number;
}

const runIn = 28;
const watched = guardHorizon;
const ages = 14;
/** Relative variance of days that both arms share, and how far weekdays differ (uniform in ln, standard deviation). */
const sharedNoise = 0.05;
const weekdaySpread = 0.15;

/** @param span days of the launch. */
export function drawLaunch(seed: number, plan: LaunchPlan, span = watched): CohortRow[] {
  const random = seededRandom(seed);
  const noise = (size: number) => (size > 0 ? drawGamma(random, 1 / size) * size : 1);
  const curve = Array.from({ length: ages }, (_, age) => plan.decay ** age);
  const whole = curve.reduce((sum, part) => sum + part, 0);
  const days = runIn + span;
  const weekdays = Array.from({ length: 7 }, () =>
    Math.exp(weekdaySpread * Math.sqrt(3) * (2 * random() - 1)),
  );
  const shared = Array.from({ length: days }, (_, day) => noise(sharedNoise) * (weekdays[day % 7] ?? 1));
  const own = Array.from({ length: days }, () => noise(plan.omega));
  const rows: CohortRow[] = [];
  for (const arm of ["base", "new"] as const) {
    const isNew = arm === "new";
    for (let deliveryDay = isNew ? 0 : -runIn; deliveryDay < span; deliveryDay += 1) {
      const delivered = isNew ? plan.perDay : plan.basePerDay;
      const events = curve.map((part, age) => {
        const on = deliveryDay + age + runIn;
        if (on >= days) return null;
        const level = (shared[on] ?? 1) * (isNew ? plan.ratio * (own[on] ?? 1) : 1);
        return drawPoisson(random, (delivered * plan.rate * part * level) / whole);
      });
      rows.push({ arm, deliveryDay, delivered, events });
    }
  }
  return rows;
}

export interface LaunchCalibration {
  readonly launches: number;
  readonly alarms: number;
  /** Of those with an alarm; the first day is 1. */
  readonly meanDay: number;
  /** Launches with the true ratio inside of the interval on every day. */
  readonly held: number;
  /** Launches that were called safe on some day. */
  readonly safe: number;
}

export function measureLaunches(seed: number, launches: number, plan: LaunchPlan): LaunchCalibration {
  let [alarms, days, held, safe] = [0, 0, 0, 0];
  for (let index = 0; index < launches; index += 1) {
    let [isHeld, isSafe] = [true, false];
    const { alarmDay } = detectCohort(drawLaunch(seed * 100_003 + index, plan), watched - 1, (state) => {
      const { interval, verdict } = judgeGuard(state);
      if (interval !== null && (interval[0] > plan.ratio || (interval[1] ?? Infinity) < plan.ratio))
        isHeld = false;
      if (verdict === "safe") isSafe = true;
    });
    if (alarmDay !== null) [alarms, days] = [alarms + 1, days + alarmDay + 1];
    if (isHeld) held += 1;
    if (isSafe) safe += 1;
  }
  return { launches, alarms, meanDay: days / Math.max(1, alarms), held, safe };
}

const usual: LaunchPlan = { perDay: 300, basePerDay: 3_000, rate: 0.01, ratio: 1, omega: 0.05, decay: 0.65 };

/** Launches with known truth in the format that bench:detection reads: equal risk, and 1.5, 2 and 3 times as much. */
export async function writeLaunches(
  folder: string,
  seed: number,
  omega: number,
  launches: number,
): Promise<void> {
  const lines = [
    `stream,arm,delivery_day,delivered,${Array.from({ length: ages }, (_, age) => `e${age}`).join(",")}`,
  ];
  const truth: { stream: string; kind: "cohort"; rate_ratio: number; omega: number }[] = [];
  for (const ratio of [1, 1.5, 2, 3]) {
    for (let index = 0; index < launches; index += 1) {
      const stream = `r${ratio}-${index}`;
      truth.push({ stream, kind: "cohort", rate_ratio: ratio, omega });
      for (const { arm, deliveryDay, delivered, events } of drawLaunch(seed * 100_003 + index, {
        ...usual,
        omega,
        ratio,
      }))
        lines.push([stream, arm, deliveryDay, delivered, ...events.map((count) => count ?? "")].join(","));
    }
  }
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "cohort.csv.gz"), gzipSync(`${lines.join("\n")}\n`));
  await writeFile(path.join(folder, "truth.json"), JSON.stringify(truth));
}

/** Unchanged launches of many kinds, and harmful ones: one line a cell. */
export function calibrateLaunches(seed: number, launches: number): void {
  const plans: Partial<LaunchPlan>[] = [];
  for (const omega of [0, 0.05, 0.1]) {
    for (const perDay of [100, 300, 1_000, 5_000]) plans.push({ omega, perDay, basePerDay: 10 * perDay });
    plans.push({ omega, perDay: 100 }, { omega, perDay: 5_000 });
  }
  for (const rate of [0.003, 0.03]) plans.push({ rate, omega: 0.1, perDay: 100, basePerDay: 1_000 });
  for (const perDay of [100, 1_000]) plans.push({ omega: 0.1, perDay, basePerDay: perDay });
  for (const decay of [0.4, 0.85]) plans.push({ omega: 0.1, decay });
  for (const omega of [0, 0.05, 0.1]) for (const ratio of [1.5, 2, 3, 5]) plans.push({ omega, ratio });
  for (const ratio of [0.7, 1.25]) plans.push({ ratio }, { ratio, omega: 0.1, perDay: 1_000 });
  for (const plan of plans) {
    console.log(JSON.stringify({ ...plan, ...measureLaunches(seed, launches, { ...usual, ...plan }) }));
  }
}
