/** Seeded calibration of attribution: what is named when nothing happened, whether intervals hold, what certainty means. */
import { attributeExcess } from "../core/attribution/attribute-excess.ts";
import type { Interval } from "../core/attribution/describe-cause.ts";
import { leafTable } from "../core/attribution/leaf-table.ts";
import {
  attributionCase,
  type AttributionCase,
  type CaseWishes,
} from "../testing/builders/attribution-case.ts";
import { canonical } from "./score-attribution.ts";

/** How often an interval of 95 % held the true value, among causes that were named rightly. */
export interface Coverage {
  readonly held: number;
  readonly of: number;
}

export interface AttributionCalibration {
  readonly cases: number;
  /** Cases in which a cause was named. */
  readonly named: number;
  readonly share: Coverage;
  readonly factor: Coverage;
  readonly againstRest: Coverage;
  /** By the certainty said: 0 to 0.2, … 0.8 to 1: how many names, how many right, how many right or shown as equally fitting. */
  readonly certainty: readonly { readonly said: number; readonly right: number; readonly shown: number }[];
}

/** Draws cases with known causes and compares what is said of them with what is so. */
export function measureAttribution(
  seed: number,
  cases: number,
  wishes: CaseWishes = {},
): AttributionCalibration {
  const share = { held: 0, of: 0 };
  const factor = { held: 0, of: 0 };
  const againstRest = { held: 0, of: 0 };
  const certainty = Array.from({ length: 5 }, () => ({ said: 0, right: 0, shown: 0 }));
  let named = 0;
  for (let number = 0; number < cases; number += 1) {
    const made = attributionCase(seed, number, wishes);
    const found = attributeExcess(leafTable(made.dimensions, made.rows), { dispersion: made.omega });
    if (found.causes.length > 0) named += 1;
    const truth = new Map(made.causes.map((cause) => [canonical(cause.where), cause]));
    for (const cause of found.causes) {
      const bin = certainty[Math.min(4, Math.floor(cause.certainty * 5))];
      const real = truth.get(canonical(cause.where));
      if (bin !== undefined) {
        bin.said += 1;
        if (real !== undefined) bin.right += 1;
        if (real !== undefined || cause.alsoConsistentWith.some((name) => truth.has(canonical(name))))
          bin.shown += 1;
      }
      if (real === undefined) continue;
      count(factor, cause.factor, real.ratio * (wishes.level ?? 1));
      count(share, cause.share, trueShare(made, real));
      count(againstRest, cause.againstRest, real.ratio);
    }
  }
  return { cases, named, share, factor, againstRest, certainty };
}

/** Of what all causes add on average. */
function trueShare(made: AttributionCase, cause: AttributionCase["causes"][number]): number {
  const added = ({ ratio, expected }: AttributionCase["causes"][number]) => (ratio - 1) * expected;
  return added(cause) / made.causes.reduce((sum, one) => sum + added(one), 0);
}

function count(
  coverage: { held: number; of: number },
  interval: (Pick<Interval, "low"> & { readonly high: number | null }) | null,
  truth: number,
): void {
  if (interval === null) return;
  coverage.of += 1;
  if (interval.low <= truth && truth <= (interval.high ?? Number.POSITIVE_INFINITY)) coverage.held += 1;
}

/** Prints one line a question. */
export function calibrateAttributions(seed: number, cases: number): void {
  const part = (some: number, all: number) => `${((100 * some) / Math.max(1, all)).toFixed(1)} % of ${all}`;
  const say = (name: string, text: string) => console.log(`attribution, ${name}: ${text}`);
  const quiet = measureAttribution(seed, cases, { causes: 0 });
  say("nothing happened, a cause named", part(quiet.named, quiet.cases));
  const risen = measureAttribution(seed + 1, cases, { causes: 0, level: 1.6 });
  say("everything rose by 1.6, a cause named", part(risen.named, risen.cases));
  const made = measureAttribution(seed + 2, cases);
  for (const name of ["share", "factor", "againstRest"] as const)
    say(`95 % interval of ${name} held`, part(made[name].held, made[name].of));
  for (const [bin, { said, right, shown }] of made.certainty.entries())
    say(
      `certainty ${(bin / 5).toFixed(1)} to ${((bin + 1) / 5).toFixed(1)}`,
      `right name ${part(right, said)}, right or shown beside it ${part(shown, said)}`,
    );
}
