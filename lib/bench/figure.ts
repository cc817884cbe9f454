/** One measured figure beside its target. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number;
  /** True when the value is at or under the target (or over, for rates). */
  readonly met: boolean;
  readonly detail: string;
}

export function atMost(name: string, value: number, unit: string, target: number, detail = ""): Figure {
  return { name, value, unit, target, met: value <= target, detail };
}

export function atLeast(name: string, value: number, unit: string, target: number, detail = ""): Figure {
  return { name, value, unit, target, met: value >= target, detail };
}

/** The value below which the given share (0 to 1) of the samples lies; nearest rank. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}
