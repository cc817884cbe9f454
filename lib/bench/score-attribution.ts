import type { CauseName } from "./read-attribution-case.ts";

export interface ScoredCase {
  readonly truth: readonly CauseName[] | undefined;
  readonly causes: readonly CauseName[];
  readonly ranked: readonly CauseName[];
  readonly ms: number;
}

/** Micro F1, exact sets, top-k and median time, as the sets' README defines them. Null where no truth is known. */
export function scoreAttribution(cases: readonly ScoredCase[]) {
  let hits = 0;
  let wrong = 0;
  let missed = 0;
  let exact = 0;
  let known = 0;
  const top = { 1: 0, 3: 0, 5: 0 };
  for (const { truth, causes, ranked } of cases) {
    if (truth === undefined) continue;
    known += 1;
    const wanted = new Set(truth.map(canonical));
    const named = new Set(causes.map(canonical));
    const both = [...named].filter((name) => wanted.has(name)).length;
    hits += both;
    wrong += named.size - both;
    missed += wanted.size - both;
    if (both === wanted.size && named.size === wanted.size) exact += 1;
    for (const k of [1, 3, 5] as const) {
      if (ranked.slice(0, k).some((name) => wanted.has(canonical(name)))) top[k] += 1;
    }
  }
  const times = cases.map((one) => one.ms).sort((a, b) => a - b);
  const part = (count: number) => (known === 0 ? null : round(count / known));
  return {
    cases: cases.length,
    f1: known === 0 ? null : round((2 * hits) / Math.max(1, 2 * hits + wrong + missed)),
    exact: part(exact),
    top1: part(top[1]),
    top3: part(top[3]),
    top5: part(top[5]),
    medianMs: round(times[times.length >> 1] ?? 0),
  };
}

export function canonical(name: CauseName): string {
  return Object.entries(name)
    .map(([dimension, value]) => `${dimension}=${value}`)
    .sort()
    .join("&");
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
