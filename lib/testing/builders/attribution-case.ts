import type { LeafRow } from "../../core/attribution/leaf-table.ts";
import { drawGamma, drawNormal, drawPoisson } from "../draw-counts.ts";
import { mixSeed, pickOne, seededRandom, type Random } from "../../sandbox/seeded-random.ts";

/**
 * One made-up window with known causes: a number's messages by phone, source, campaign, method and template, where the
 * rate of a few groups was multiplied. Numbers, methods, sources, campaigns and templates hang together as in a real
 * account (a source has one to three methods, a campaign few sources and templates), base rates are a product of one
 * factor per value, days scatter by `omega`, leaf by leaf.
 */
export interface AttributionCase {
  readonly dimensions: readonly string[];
  readonly rows: readonly LeafRow[];
  /** What each row would show on average without the causes. */
  readonly trueExpected: readonly number[];
  readonly omega: number;
  readonly causes: readonly MadeCause[];
  readonly volume: "low" | "mid" | "high";
  readonly layer: number;
  readonly mixShift: boolean;
  readonly newValue: boolean;
}

export interface MadeCause {
  readonly where: Readonly<Record<string, string>>;
  readonly ratio: number;
  /** Signals that its leaves would have shown without it. */
  readonly expected: number;
}

export interface CaseWishes {
  /** 0 to 3; drawn when left out. 0: nothing happened, but chance, unrest, mix shifts and newcomers. */
  readonly causes?: number;
  /** Everything rises by this factor (an outside event). */
  readonly level?: number;
}

const dimensions = ["phone", "source", "campaign", "method", "template"];
const sizes = { low: [3_000, 160], mid: [20_000, 320], high: [150_000, 600] } as const;
const baseDays = 28;
/** Spread of the ln factors of phone, source, campaign, method and template. */
const factorSpread = [0.15, 0.45, 0.25, 0.45, 0.25];

interface Leaf {
  readonly codes: readonly number[];
  readonly attributes: string[];
  base: number;
  current: number;
  rate: number;
}

/** The same seed and number give the same case. */
export function attributionCase(seed: number, number: number, wishes: CaseWishes = {}): AttributionCase {
  const random = seededRandom(mixSeed(seed, number, "attribution"));
  const volume = (["low", "mid", "high"] as const)[number % 3]!;
  const omega = pickOne(random, [0, 0, 0.02, 0.1]);
  const mixShift = random() < 0.45;
  const newValue = random() < 0.5;
  for (;;) {
    const leaves = drawLeaves(random, volume, mixShift);
    if (newValue) forgetOneValue(random, leaves);
    const layer = pickOne(random, [1, 1, 1, 1, 2, 2, 2, 3, 3]);
    const wanted = wishes.causes ?? pickOne(random, [1, 1, 2, 3]);
    const causes = drawCauses(random, leaves, layer, wanted);
    if (causes === null) continue;
    const rows = leaves.map((leaf): LeafRow => {
      let mean = leaf.current * leaf.rate * (wishes.level ?? 1);
      for (const cause of causes) if (holds(leaf, cause.where)) mean *= cause.ratio;
      return {
        attributes: leaf.attributes,
        baseExposures: leaf.base,
        baseSignals: drawCount(random, leaf.base * leaf.rate, omega / baseDays),
        exposures: leaf.current,
        signals: drawCount(random, mean, omega),
      };
    });
    const trueExpected = leaves.map((leaf) => leaf.current * leaf.rate * (wishes.level ?? 1));
    return { dimensions, rows, trueExpected, omega, causes, volume, layer, mixShift, newValue };
  }
}

function drawLeaves(random: Random, volume: AttributionCase["volume"], mixShift: boolean): Leaf[] {
  const [perDay, count] = sizes[volume];
  const counts = [5, 10, 24, 7, 16];
  const factors = counts.map((n, d) =>
    Array.from({ length: n }, () => Math.exp(factorSpread[d]! * drawNormal(random))),
  );
  const popularity = counts.map((n) => Array.from({ length: n }, () => Math.exp(0.5 * drawNormal(random))));
  const some = (from: number, least: number, most: number) =>
    Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, () =>
      Math.floor(random() * from),
    );
  const phonesOf = Array.from({ length: 24 }, () => some(5, 1, 3));
  const sourcesOf = Array.from({ length: 24 }, () => some(10, 2, 7));
  const templatesOf = Array.from({ length: 24 }, () => some(16, 1, 4));
  const methodsOf = Array.from({ length: 10 }, () => some(7, 1, 3));
  const level = Math.exp(Math.log(0.003) + random() * Math.log(0.035 / 0.003));
  const seen = new Set<string>();
  const leaves: Leaf[] = [];
  for (let tries = 0; tries < 20 * count && leaves.length < count; tries += 1) {
    const campaign = Math.floor(random() * 24);
    const source = anyOf(random, sourcesOf[campaign]!);
    const codes = [
      anyOf(random, phonesOf[campaign]!),
      source,
      campaign,
      anyOf(random, methodsOf[source]!),
      anyOf(random, templatesOf[campaign]!),
    ];
    if (seen.has(codes.join())) continue;
    seen.add(codes.join());
    const rate = codes.reduce((product, code, d) => product * factors[d]![code]!, level);
    const share = codes.reduce(
      (product, code, d) => product * popularity[d]![code]!,
      Math.exp(drawNormal(random)),
    );
    const attributes = codes.map((code, d) => `${"PSCMT"[d]!}${code + 1}`);
    leaves.push({ codes, attributes, base: share, current: 0, rate: Math.min(0.3, rate) });
  }
  const total = leaves.reduce((sum, leaf) => sum + leaf.base, 0);
  const shift = mixShift ? 0.8 : 0;
  const moves = leaves.map(() => Math.exp(shift * drawNormal(random)));
  const moved = leaves.reduce((sum, leaf, i) => sum + leaf.base * moves[i]!, 0);
  for (const [i, leaf] of leaves.entries()) {
    const daily = (perDay * leaf.base * moves[i]!) / moved;
    leaf.base = Math.max(1, Math.round((baseDays * perDay * leaf.base) / total));
    leaf.current = drawPoisson(random, daily * Math.exp(0.12 * drawNormal(random)));
  }
  return leaves;
}

/** Takes the history of one campaign or method away. */
function forgetOneValue(random: Random, leaves: Leaf[]): void {
  const dimension = random() < 0.5 ? 2 : 3;
  const code = leaves[Math.floor(random() * leaves.length)]!.codes[dimension]!;
  for (const leaf of leaves) if (leaf.codes[dimension] === code) leaf.base = 0;
}

/** Disjoint causes that can be found in principle (expected log-likelihood ratio of 15 and more); null: try other leaves. */
function drawCauses(
  random: Random,
  leaves: readonly Leaf[],
  layer: number,
  wanted: number,
): MadeCause[] | null {
  const causes: MadeCause[] = [];
  const taken = new Set<Leaf>();
  for (let tries = 0; tries < 400 && causes.length < wanted; tries += 1) {
    const leaf = leaves[Math.floor(random() * leaves.length)]!;
    const chosen = dimensions
      .map((_, d) => d)
      .sort(() => random() - 0.5)
      .slice(0, layer);
    const where: Record<string, string> = {};
    for (const d of chosen.sort((a, b) => a - b)) where[dimensions[d]!] = leaf.attributes[d]!;
    const members = leaves.filter((other) => holds(other, where));
    if (members.length < 2 || members.some((member) => taken.has(member))) continue;
    // A name that says too much: the same leaves have a shorter one.
    const shorter = chosen.some((d) => {
      const rest = Object.fromEntries(Object.entries(where).filter(([name]) => name !== dimensions[d]));
      return layer > 1 && leaves.filter((other) => holds(other, rest)).length === members.length;
    });
    if (shorter) continue;
    const ratio = Math.exp(Math.log(2) + random() * Math.log(3.5));
    const expected = members.reduce((sum, member) => sum + member.current * member.rate, 0);
    const share =
      members.reduce((sum, member) => sum + member.current, 0) / leaves.reduce((s, l) => s + l.current, 0);
    if (share > 0.35 || expected * (ratio * Math.log(ratio) - ratio + 1) < 15) continue;
    causes.push({ where, ratio, expected });
    for (const member of members) taken.add(member);
  }
  return causes.length === wanted ? causes : null;
}

function holds(leaf: Leaf, where: Readonly<Record<string, string>>): boolean {
  return Object.entries(where).every(
    ([dimension, value]) => leaf.attributes[dimensions.indexOf(dimension)] === value,
  );
}

function anyOf(random: Random, items: readonly number[]): number {
  return items[Math.floor(random() * items.length)]!;
}

function drawCount(random: Random, mean: number, omega: number): number {
  if (mean <= 0) return 0;
  return drawPoisson(random, omega > 0 ? mean * drawGamma(random, 1 / omega) * omega : mean);
}
