/** Missed rounds after which a collector counts as silent, as a reading turns red. */
const silentAfterRounds = 6;
/** Faster collectors than one round in 50 s are not called silent at once. */
const shortestSilenceMs = 300_000;
/** A stretch in which no process of ours ran counts as an outage when it is longer than this. */
export const outageAfterMs = 600_000;
/** What fell and recovered may fall again, or name one more thing, after this time: it flaps. */
const restMs = 3_600_000;

export interface CollectorView {
  readonly now: Date;
  /** When a round last read something; null: never. */
  readonly lastGoodAt: Date | null;
  /** When the first round after that began; null: none did. */
  readonly triedSince: Date | null;
  readonly nextPollAt: Date;
  readonly pollIntervalSeconds: number;
}

/**
 * No round has succeeded for six intervals although rounds were tried, or none was even begun for so long. A
 * connection that was paused and goes on is neither.
 */
export function isCollectorSilent(view: CollectorView): boolean {
  const interval = view.pollIntervalSeconds * 1000;
  const limit = Math.max(shortestSilenceMs, silentAfterRounds * interval);
  const age = (date: Date) => view.now.getTime() - date.getTime();
  if (view.lastGoodAt !== null && age(view.lastGoodAt) < limit) return false;
  // A first try one interval after the last success is ordinary.
  const tried = view.triedSince !== null && age(view.triedSince) >= limit - interval;
  return tried || age(view.nextPollAt) >= limit;
}

/** The last thing that was told of a subject. */
export interface LastTold {
  readonly direction: "fell" | "improved" | "recovered";
  /** The things it named, parted by commas. */
  readonly to: string | null;
  readonly at: Date;
}

/** What is wrong now: nothing, or these things. */
export type Ailment = readonly string[];

export interface SilenceStep {
  readonly direction: "fell" | "improved" | "recovered";
  readonly to: string | null;
}

/**
 * What to tell when a state is looked at again and again: its beginning, one more thing (at most once an hour, since
 * each is a message), fewer things, and its end. A state that comes back within an hour of its end waits for the rest
 * of that hour (docs/faults.md F59).
 */
export function silenceStep(last: LastTold | null, ailment: Ailment, now: Date): SilenceStep | null {
  const to = [...ailment].sort().join(",");
  const rested = last === null || now.getTime() - last.at.getTime() >= restMs;
  if (last === null || last.direction === "recovered") {
    return ailment.length === 0 || !rested ? null : { direction: "fell", to };
  }
  if (ailment.length === 0) return { direction: "recovered", to: null };
  const told = new Set((last.to ?? "").split(","));
  if (ailment.some((one) => !told.has(one))) return rested ? { direction: "fell", to } : null;
  return told.size > ailment.length ? { direction: "improved", to } : null;
}
