import type { Bucket } from "./clean-window.ts";
import { delayCurve } from "./delay-curve.ts";
import { openDaySettings, type SpikeSettings } from "./spike-settings.ts";
import {
  ageCounts,
  epochDays,
  epochOf,
  newStand,
  watchedSignals,
  youngDays,
  type NumberSeries,
  type StreamKind,
  type StreamStand,
} from "./stream-stand.ts";
import { signalsOf, streamBucket } from "./stream-bucket.ts";
import { openSpike, watchBucket, type Watched } from "./watch-bucket.ts";
import { weightScale } from "./weighted-signal.ts";

/** Which days of a stream are judged. Days since 1970. */
export interface WatchedDays {
  readonly from: number;
  /** The last day that is over. */
  readonly through: number;
  /** The day after it, if it has begun: it may call a spike before it is over. */
  readonly hasOpenDay: boolean;
}

/** A spike as the days until now show it. */
export interface FoundSpike {
  readonly kind: StreamKind;
  readonly calledDay: number;
  readonly startDay: number;
  readonly startInterval: readonly [number, number];
  /** Last day of it; null while it goes on. */
  readonly endDay: number | null;
  /** "new-level": it lasted so long that it is how things are now. */
  readonly state: "open" | "ended" | "new-level";
  readonly ratio: number;
  readonly ratioInterval: readonly [number, number];
  /** Events of it for every expected one, as they were counted; the ratio above also weighs where it may have begun. */
  readonly countedRatio: number;
  readonly evidence: number;
  /** Called by a day that is not over. */
  readonly provisional: boolean;
}

export interface WatchedStream {
  /** At the end of the last days, and of the last day of every four weeks. */
  readonly stands: readonly { readonly day: number; readonly stand: StreamStand }[];
  /** Those that were called, went on or ended on these days. */
  readonly spikes: readonly FoundSpike[];
}

/**
 * Judges a stream day by day from where it stands. The same days give the same stands and spikes, however many calls they
 * are spread over.
 *
 * @param stand at the end of a day before `from`; null: there is none, and `from` is its first day.
 */
export function watchStream(
  kind: StreamKind,
  stand: StreamStand | null,
  series: NumberSeries,
  days: WatchedDays,
  settings: SpikeSettings,
): WatchedStream {
  let now = stand ?? newStand();
  const stands: { day: number; stand: StreamStand }[] = [];
  const spikes = new Map<number, FoundSpike>();
  const open = openSpike(now.watch, settings);
  // Going on since before these days, and as it stood then until a day of them says otherwise.
  if (open !== null) spikes.set(open.calledAt, toFound(kind, open, "open", false));
  const note = (watched: Watched, provisional: boolean) => {
    const found = foundSpike(kind, watched, provisional);
    if (found !== null) spikes.set(found.calledDay, found);
  };
  for (let day = days.from; day <= days.through; day += 1) {
    const judged = judgeDay(now, kind, series, day, settings);
    note(judged.watched, false);
    now = judged.stand;
    if (day >= days.through - youngDays || (day + 1) % epochDays === 0) stands.push({ day, stand: now });
  }
  if (days.hasOpenDay) {
    const { watched } = judgeDay(now, kind, series, days.through + 1, openDaySettings(settings));
    // A day that is not over may call, since evidence may be looked at whenever it comes; it may not end anything.
    if (watched.verdict === "spike-called") note(watched, true);
  }
  return { stands, spikes: [...spikes.values()] };
}

function judgeDay(
  before: StreamStand,
  kind: StreamKind,
  series: NumberSeries,
  day: number,
  settings: SpikeSettings,
): { stand: StreamStand; watched: Watched } {
  const stand = readied(before, kind, series, day);
  const drawn = streamBucket(kind, series, day, stand);
  const bucket = stand.begun ? drawn : { ...drawn, exposure: 0 };
  const watched = watchBucket(stand.watch, bucket, settings);
  const isFirst = kind === "negative" && stand.scale === null && watched.state.dayNoise !== null;
  if (!isFirst) return { stand: { ...stand, watch: watched.state }, watched };
  // What was learnt until now is known only today, and with it what a weighted sum is worth as a count.
  const scale = weightScale(stand.learnt);
  const scaled = ({ events, ...rest }: Bucket) => ({ ...rest, events: events / scale });
  const watch = { ...stand.watch, window: stand.watch.window.map(scaled) };
  const rejudged = watchBucket(watch, scaled(bucket), settings);
  return { stand: { ...stand, scale, watch: rejudged.state }, watched: rejudged };
}

/** With the curve of the day's four weeks, and what the divisor of the sum will rest on. */
function readied(stand: StreamStand, kind: StreamKind, series: NumberSeries, day: number): StreamStand {
  const epoch = epochOf(day);
  const begun =
    stand.begun || kind !== "suspected_block" || (series.get(day)?.signals.suspected_block ?? 0) > 0;
  const next =
    stand.curveDay === epoch
      ? { ...stand, begun }
      : { ...stand, begun, curve: delayCurve(ageCounts(series, signalsOf(kind), epoch)), curveDay: epoch };
  if (kind !== "negative" || stand.scale !== null) return next;
  const learnt = { ...stand.learnt };
  for (const signal of watchedSignals) learnt[signal] += series.get(day)?.signals[signal] ?? 0;
  return { ...next, learnt };
}

function foundSpike(kind: StreamKind, { spike, verdict }: Watched, provisional: boolean): FoundSpike | null {
  if (spike === null) return null;
  const state = verdict === "spike-ended" ? "ended" : verdict === "new-level" ? "new-level" : "open";
  return toFound(kind, spike, state, provisional);
}

function toFound(
  kind: StreamKind,
  spike: NonNullable<Watched["spike"]>,
  state: FoundSpike["state"],
  provisional: boolean,
): FoundSpike {
  return {
    kind,
    calledDay: spike.calledAt,
    startDay: spike.start,
    startInterval: spike.startInterval,
    endDay: spike.endedAt,
    state,
    ratio: spike.ratio,
    ratioInterval: spike.ratioInterval,
    countedRatio: spike.events / spike.expected,
    evidence: spike.evidence,
    provisional,
  };
}
