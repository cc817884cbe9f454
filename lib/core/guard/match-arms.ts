import { agesWatched, streamKinds, type StreamKind, type WatchedSignal } from "../detection/stream-stand.ts";
import { signalsOf } from "../detection/stream-bucket.ts";
import { weightedEvents } from "../detection/weighted-signal.ts";
import type { GuardStratum } from "./guard-state.ts";
import {
  acrossNumbers,
  chooseLevel,
  groupAt,
  type ContactPlace,
  type MatchLevel,
  type PlaceSent,
} from "./match-level.ts";

/** What came back on one day in one place, by age in whole days from the message it answers. */
export interface PlaceCame {
  readonly place: ContactPlace;
  readonly age: number;
  readonly signal: WatchedSignal;
  readonly own: number;
  readonly base: number;
}

/** Both arms by day since 1970: the launched method's contacts, and those of methods that were there before. */
export interface ArmCounts {
  readonly sent: (day: number) => readonly PlaceSent[];
  readonly came: (day: number) => readonly PlaceCame[];
}

/** The levels of a phone number, each from its day on. */
export type LevelsInUse = Readonly<
  Record<string, readonly (readonly [fromDay: number, level: MatchLevel])[]>
>;

/** Takes in how alike the arms were on one more day; days that nobody looks at any more are forgotten. */
export function followLevels(levels: LevelsInUse, day: number, sent: readonly PlaceSent[]): LevelsInUse {
  const numbers = new Set(sent.flatMap(({ place, own }) => (own > 0 ? [place.number] : [])));
  const next: Record<string, readonly (readonly [number, MatchLevel])[]> = { ...levels };
  for (const number of numbers) {
    const used = next[number] ?? [];
    const before = used.at(-1)?.[1] ?? null;
    const level = chooseLevel(number, sent, before);
    if (level === before) continue;
    const isStillAsked = (_: unknown, at: number) => (used[at + 1]?.[0] ?? Infinity) > day - agesWatched;
    next[number] = [...used.filter(isStillAsked), [day, level]];
  }
  return next;
}

/** Before its first day a number has the level of that day: what the others did until then is learnt by it. */
function levelOn(levels: LevelsInUse, number: number, day: number): MatchLevel | null {
  const used = levels[number];
  if (used === undefined) return null;
  return (used.findLast(([fromDay]) => fromDay <= day) ?? used[0])?.[1] ?? null;
}

/** The levels in use on a day that take contacts of other numbers for others. */
function levelsAcross(levels: LevelsInUse, day: number): readonly MatchLevel[] {
  const used = Object.keys(levels).map((number) => levelOn(levels, Number(number), day));
  return [...new Set(used)].flatMap((level) => (level !== null && level >= acrossNumbers ? [level] : []));
}

/** The strata of a day for every stream: alike contacts of both arms, by the age of the messages that may be answered today. */
export function matchArms(
  day: number,
  arms: ArmCounts,
  levels: LevelsInUse,
  scale: number,
): Readonly<Record<StreamKind, readonly GuardStratum[]>> {
  const groups = new Map<string, MutableGroup>();
  const acrossOn = new Map<number, readonly MatchLevel[]>();
  const groupAtLevel = (level: MatchLevel, place: ContactPlace, age: number): MutableGroup => {
    // A group of one level is another one than that of the next level, though the names may agree.
    const label = `${level}:${groupAt(level, place)}`;
    const name = `${label} ${age}`;
    let found = groups.get(name);
    if (found === undefined) groups.set(name, (found = emptyGroup(label, age)));
    return found;
  };
  /** Where a place counts: in its number's level; a number of others only in those that look beyond their own number. */
  const groupsOf = (place: ContactPlace, age: number): readonly MutableGroup[] => {
    const level = levelOn(levels, place.number, day - age);
    if (level !== null) return [groupAtLevel(level, place, age)];
    let across = acrossOn.get(age);
    if (across === undefined) acrossOn.set(age, (across = levelsAcross(levels, day - age)));
    return across.map((one) => groupAtLevel(one, place, age));
  };
  for (let age = 0; age < agesWatched; age += 1) {
    for (const { place, own, base } of arms.sent(day - age)) {
      for (const group of groupsOf(place, age)) {
        group.newDelivered += own;
        group.baseDelivered += base;
      }
    }
  }
  for (const { place, age, signal, own, base } of arms.came(day)) {
    if (age < 0 || age >= agesWatched) continue;
    for (const group of groupsOf(place, age)) {
      group.own[signal] += own;
      group.base[signal] += base;
    }
  }
  const all = [...groups.values()];
  const strataOf = (kind: StreamKind) => all.map((group) => toStratum(group, kind, scale));
  return Object.fromEntries(streamKinds.map((kind) => [kind, strataOf(kind)])) as Record<
    StreamKind,
    GuardStratum[]
  >;
}

interface MutableGroup {
  readonly label: string;
  readonly age: number;
  newDelivered: number;
  baseDelivered: number;
  readonly own: Record<WatchedSignal, number>;
  readonly base: Record<WatchedSignal, number>;
}

const emptyGroup = (label: string, age: number): MutableGroup => ({
  ...{ label, age, newDelivered: 0, baseDelivered: 0 },
  own: { block: 0, report: 0, opt_out: 0, suspected_block: 0 },
  base: { block: 0, report: 0, opt_out: 0, suspected_block: 0 },
});

function toStratum(group: MutableGroup, kind: StreamKind, scale: number): GuardStratum {
  const [signal] = signalsOf(kind);
  const count = (counts: Record<WatchedSignal, number>) =>
    kind === "negative" ? weightedEvents(counts, scale) : signal === undefined ? 0 : counts[signal];
  const { label, age, newDelivered, baseDelivered } = group;
  return {
    label,
    age,
    newDelivered,
    baseDelivered,
    newEvents: count(group.own),
    baseEvents: count(group.base),
  };
}
