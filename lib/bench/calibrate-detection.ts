/**
 * `npm run calibrate [-- <seed> [<folder>]]`: seeded calibration and power study of spike detection, of what is said about a spike, of
 * the launch comparison, of attribution, of the quality budget and of intervals for shares. With a folder it writes the streams in the format of `npm run bench:detection` instead.
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Bucket } from "../core/detection/clean-window.ts";
import { seededRandom } from "../sandbox/seeded-random.ts";
import { drawGamma } from "../testing/draw-counts.ts";
import { levelWords } from "../core/detection/level-words.ts";
import { dailySpikes } from "../core/detection/spike-settings.ts";
import { newSpikeState } from "../core/detection/spike-state.ts";
import { learnBucket, watchBucket } from "../core/detection/watch-bucket.ts";
import { detectStream } from "./detect-stream.ts";
import { drawBudgets, drawOwnBudgets } from "./budget-calls.ts";
import { calibrateAttributions } from "./calibrate-attribution.ts";
import { calibrateLaunches, writeLaunches } from "./calibrate-launch.ts";
import { calibrateLeads } from "./measure-lead.ts";
import { calibrateNeeded } from "./calibrate-needed.ts";
import { calibrateOpenDays } from "./calibrate-open-day.ts";
import { calibrateShares } from "./calibrate-share.ts";
import { calibratePace } from "./calibrate-pace.ts";
import { calibrateWholeLaunches } from "./calibrate-whole-launch.ts";
import { alarmsWhileLooking } from "./open-day-looks.ts";
import { drawStream, historyDays, monitoredDays, type StreamPlan } from "./detection-streams.ts";
import { scoreDetection, type StreamTruth } from "./score-detection.ts";
import { drawStepWeeks } from "./step-weeks.ts";
import { drawStories, scoreStories } from "./spike-stories.ts";

const nullsEach = 2_000;
const changedEach = 400;
const sharedNoises = [0, 0.05];
const ownNoises = [0, 0.05, 0.1];
const volumes = [2, 5, 10, 25, 80, 300];
const ratios = [1.5, 2, 3, 5];

const usualPlan = {
  ratePerDelivery: 0.005,
  weekdaySpread: 0.15,
  drift: 1,
  rateRatio: 1,
  changeDay: null,
  gaps: 0,
};

interface Drawn {
  readonly truth: StreamTruth;
  readonly buckets: readonly Bucket[];
}

function* drawWorld(
  seed: number,
  omega: number,
  shared: number,
  nulls: number,
  changed: number,
): Generator<Drawn> {
  const random = seededRandom(seed);
  const days = Array.from({ length: historyDays + monitoredDays }, () =>
    shared > 0 ? drawGamma(random, 1 / shared) * shared : 1,
  );
  const sharedNoise = (day: number) => days[day + historyDays] ?? 1;
  const plan = (index: number): StreamPlan => ({
    eventsPerDay: volumes[index % volumes.length] ?? 10,
    ratePerDelivery: 0.002 * 10 ** random(),
    overdispersion: omega,
    weekdaySpread: 0.15,
    drift: 1,
    rateRatio: 1,
    changeDay: null,
    gaps: index % 5 === 0 ? 0.1 : 0,
  });
  for (let index = 0; index < nulls; index += 1) {
    const truth = { stream: `null-${index}`, kind: "spike", rate_ratio: 1, omega: omega + shared };
    yield { truth, buckets: drawStream(plan(index), random, sharedNoise) };
  }
  for (const ratio of ratios) {
    for (let index = 0; index < changed; index += 1) {
      const change_day = 10 + Math.floor(random() * 20);
      // Below this the shortest possible delay is longer than what is left of the 90 days.
      const eventsPerDay = Math.max(plan(index).eventsPerDay, ratio < 2 ? 10 : 2);
      const stream = { ...plan(index), eventsPerDay, rateRatio: ratio, changeDay: change_day, gaps: 0 };
      const truth = {
        stream: `r${ratio}-${index}`,
        kind: "spike",
        rate_ratio: ratio,
        change_day,
        omega: omega + shared,
      };
      yield { truth, buckets: drawStream(stream, random, sharedNoise) };
    }
  }
}

async function writeFolder(folder: string, drawn: Iterable<Drawn>): Promise<void> {
  const lines = ["stream,day,delivered,events"];
  const truth: StreamTruth[] = [];
  for (const one of drawn) {
    truth.push(one.truth);
    for (const bucket of one.buckets)
      lines.push(`${one.truth.stream},${bucket.at},${bucket.exposure},${bucket.events}`);
  }
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "spike.csv.gz"), gzipSync(`${lines.join("\n")}\n`));
  await writeFile(path.join(folder, "truth.json"), JSON.stringify(truth));
}

async function main(seed: number, folder: string | undefined): Promise<void> {
  for (const [which, shared] of sharedNoises.entries()) {
    for (const omega of ownNoises) {
      const world = drawWorld(
        seed + 1000 * which + Math.round(omega * 100),
        omega,
        shared,
        nullsEach,
        changedEach,
      );
      if (folder !== undefined) {
        await writeFolder(path.join(folder, `shared-${shared}-own-${omega}`), world);
        continue;
      }
      const results = [...world].map(({ truth, buckets }) => ({ truth, detected: detectStream(buckets) }));
      const score = scoreDetection(results, monitoredDays - 1);
      const share = (value: number) => `${(100 * value).toFixed(1)} %`;
      console.log(
        `shared noise ${shared}, own ${omega}: false alarms ${share(score.falseAlarmShare)} (upper limit ${share(score.falseAlarmUpper)}) of ${score.nulls}`,
      );
      for (const one of score.ratios) {
        const figures = `delay ${one.meanDelay.toFixed(2)} (target ${one.target.toFixed(2)}, bound ${one.meanBound.toFixed(2)})`;
        const rest = `missed ${share(one.missed / one.streams)}, early ${share(one.before / one.streams)}, start held ${share(one.startHeld)}`;
        console.log(`  ratio ${one.ratio}: ${figures}, ${rest}`);
      }
    }
  }
}

/** Streams that are not as assumed: false alarms in 90 days. */
function calibrateOddStreams(seed: number): void {
  const odd: Record<string, Partial<StreamPlan>> = {
    plain: {},
    "weekdays .3": { weekdaySpread: 0.3 },
    "gaps 30 %": { gaps: 0.3 },
    "drift 1.2 a quarter": { drift: 1.2 },
    "drift 1.5 a quarter": { drift: 1.5 },
    "wander 2 % a day": { wander: 0.02 },
  };
  for (const [index, [name, change]] of Object.entries(odd).entries()) {
    for (const overdispersion of [0.05, 0.1]) {
      const alarms = [2, 25, 300].map((eventsPerDay) => {
        const random = seededRandom(seed * 7_919 + index * 131 + eventsPerDay + overdispersion * 1e4);
        const drawn = Array.from({ length: changedEach }, () =>
          detectStream(drawStream({ ...usualPlan, ...change, eventsPerDay, overdispersion }, random)),
        );
        return (100 * drawn.filter(({ alarmDay }) => alarmDay !== null).length) / changedEach;
      });
      console.log(
        `${name}, noise ${overdispersion}, 2, 25, 300 events a day: ${alarms.join(", ")} % false alarms`,
      );
    }
  }
}

/** Mean number of false alarms per stream and quarter, by the level chosen; watched on after each alarm and its end. */
function calibrateLevels(seed: number): void {
  for (const [name, { level }] of Object.entries(levelWords)) {
    const settings = { ...dailySpikes, level };
    for (const overdispersion of ownNoises) {
      const random = seededRandom(seed * 3_001 + overdispersion * 1e4);
      let alarms = 0;
      for (let index = 0; index < changedEach; index += 1) {
        const eventsPerDay = volumes[index % volumes.length] ?? 10;
        let state = newSpikeState();
        for (const bucket of drawStream({ ...usualPlan, eventsPerDay, overdispersion }, random)) {
          if (bucket.at < 0) state = learnBucket(state, bucket, settings);
          else {
            const watched = watchBucket(state, bucket, settings);
            state = watched.state;
            if (watched.verdict === "spike-called") alarms += 1;
          }
        }
      }
      console.log(
        `levels: ${name} (${level}), noise ${overdispersion}: ${(alarms / changedEach).toFixed(3)} false alarms a quarter`,
      );
    }
  }
}

/** Days looked at six times before they are over, against days looked at once. */
function calibrateLooks(seed: number): void {
  for (const overdispersion of ownNoises) {
    const shares = [0, 6].map((looks) => {
      const random = seededRandom(seed * 4_001 + overdispersion * 1e4);
      const looking = seededRandom(seed);
      const alarms = Array.from({ length: 2 * changedEach }, (_, index) =>
        drawStream({ ...usualPlan, eventsPerDay: volumes[index % 5] ?? 10, overdispersion }, random),
      ).filter((stream) => alarmsWhileLooking(stream, looks, looking));
      return (50 * alarms.length) / changedEach;
    });
    console.log(
      `looks: noise ${overdispersion}, at whole days and six times more: ${shares.join(", ")} % false alarms`,
    );
  }
}

/** Size, start and end of called spikes of 21 days. */
function calibrateStories(seed: number): void {
  for (const overdispersion of ownNoises) {
    for (const ratio of ratios) {
      const random = seededRandom(seed * 1_009 + ratio * 10 + overdispersion * 1e5);
      const stories = [10, 25, 150].flatMap((eventsPerDay) =>
        drawStories(random, { ratio, eventsPerDay, overdispersion, count: 200 }),
      );
      console.log(
        `spike of 21 days, noise ${overdispersion}, ratio ${ratio}: ${rounded(scoreStories(stories))}`,
      );
    }
  }
}

/** The week before a change of the rating. */
function calibrateStepWeeks(seed: number): void {
  for (const overdispersion of ownNoises) {
    for (const eventsPerDay of [2, 10, 80, 300]) {
      for (const ratio of [1, 2]) {
        const random = seededRandom(seed * 5_003 + overdispersion * 1e4 + eventsPerDay + ratio * 7);
        const weeks = drawStepWeeks(random, { ratio, eventsPerDay, overdispersion, count: 1_000 });
        console.log(
          `week before a step, noise ${overdispersion}, ${eventsPerDay} a day, ratio ${ratio}: ${rounded({ ...weeks })}`,
        );
      }
    }
  }
}

function calibrateBudgets(seed: number): void {
  for (const overdispersion of ownNoises) {
    for (const allowedPerDay of [2, 10, 80, 300]) {
      for (const pace of [0.8, 1, 1.5, 2, 3, 5]) {
        const random = seededRandom(seed * 2_003 + allowedPerDay + overdispersion * 1e4 + pace * 7);
        const calls = drawBudgets(random, {
          pace,
          allowedPerDay,
          overdispersion,
          count: pace === 1 ? 1_000 : 150,
        });
        console.log(
          `budget, noise ${overdispersion}, ${allowedPerDay} allowed a day, ${pace} times: slow ${rounded(calls.slow)}; fast ${rounded(calls.fast)}; either ${calls.either.toFixed(3)}`,
        );
      }
    }
  }
}

function calibrateOwnBudgets(seed: number): void {
  for (const overdispersion of ownNoises) {
    for (const eventsPerDay of [2, 10, 80]) {
      for (const ratio of [1, 1.5, 2, 3]) {
        const random = seededRandom(seed * 3_001 + eventsPerDay + overdispersion * 1e4 + ratio * 7);
        const count = ratio === 1 ? 1_000 : 150;
        const calls = drawOwnBudgets(random, { ratio, eventsPerDay, overdispersion, count });
        console.log(
          `budget of the own history, noise ${overdispersion}, ${eventsPerDay} events a day, ${ratio} times: ${rounded(calls)}`,
        );
      }
    }
  }
}

function rounded(figures: Readonly<Record<string, number | null>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value === null ? "never" : Number(value.toFixed(3))}`)
    .join(", ");
}

const [seed = "1", folder] = process.argv.slice(2);
await main(Number(seed), folder);
if (folder !== undefined) {
  for (const omega of ownNoises)
    await writeLaunches(path.join(folder, `launches-own-${omega}`), Number(seed), omega, 500);
} else {
  calibrateLevels(Number(seed));
  calibrateOddStreams(Number(seed));
  calibrateLooks(Number(seed));
  calibrateStories(Number(seed));
  calibrateStepWeeks(Number(seed));
  calibrateLaunches(Number(seed), 300);
  calibrateNeeded(Number(seed), 1_000);
  calibrateOpenDays(Number(seed), 1_000);
  calibrateWholeLaunches(Number(seed), 100);
  calibratePace(Number(seed), 2_000);
  calibrateLeads(Number(seed), 200);
  calibrateBudgets(Number(seed));
  calibrateOwnBudgets(Number(seed));
  calibrateAttributions(Number(seed), 1_200);
  calibrateShares(Number(seed), 20_000);
}
