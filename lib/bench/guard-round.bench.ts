import { advanceGuard } from "../core/guard/advance-guard.ts";
import { newGuardState, type GuardDay, type GuardState } from "../core/guard/guard-state.ts";
import { judgeGuard } from "../core/guard/judge-guard.ts";
import { seededRandom } from "../sandbox/seeded-random.ts";
import { drawPoisson } from "../testing/draw-counts.ts";
import { atMost, type Figure, quantile } from "./figure.ts";

const launches = 500;
/** Four signals and their weighted sum. */
const streams = 5;
const numbers = ["n1", "n2", "n3", "n4"];
const ages = 14;

/** One new day for 500 launches with five streams each, on four numbers and fourteen ages, after three weeks. */
export function benchGuardRound(): Promise<Figure[]> {
  const random = seededRandom(5);
  const drawDay = (at: number): GuardDay => ({
    at,
    strata: numbers.flatMap((label) =>
      Array.from({ length: ages }, (_, age) => ({
        ...{ label, age, newDelivered: 100, baseDelivered: 1_000 },
        newEvents: drawPoisson(random, 0.5 * 0.65 ** age),
        baseEvents: drawPoisson(random, 5 * 0.65 ** age),
      })),
    ),
  });
  const learnt = Array.from({ length: 21 }, (_, at) => drawDay(at)).reduce<GuardState>(
    (state, day) => advanceGuard(state, day),
    newGuardState(),
  );
  let states = Array.from({ length: launches * streams }, () => learnt);
  const rounds: number[] = [];
  for (let at = 21; at < 31; at += 1) {
    const day = drawDay(at);
    const began = performance.now();
    states = states.map((state) => advanceGuard(state, day));
    for (const state of states) judgeGuard(state);
    rounds.push(performance.now() - began);
  }
  const detail = `median of ${rounds.length} rounds, slowest ${Math.max(...rounds).toFixed(0)} ms`;
  return Promise.resolve([
    atMost(
      "launch guard: one new day, 500 launches, 5 streams each",
      quantile(rounds, 0.5),
      "ms",
      1_000,
      detail,
    ),
  ]);
}
