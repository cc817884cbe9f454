import type { WatchedSignal } from "../detection/stream-stand.ts";
import type { ArmCounts, PlaceCame } from "./match-arms.ts";
import type { ContactPlace, Newness, PlaceSent } from "./match-level.ts";

/** Messages of one day to contacts of one source. Numbers stand for phone number, source and category; days since 1970. */
export interface SentCount {
  readonly day: number;
  readonly number: number;
  readonly source: number;
  readonly category: string;
  readonly newness: Newness;
  readonly count: number;
}

/** Signals of one day from contacts of one source, by age in whole days from the message they answer. */
export interface CameCount extends SentCount {
  readonly age: number;
  readonly signal: WatchedSignal;
}

/** Which sources are on which side. */
export interface ArmSides {
  /** Of the launch that is watched. */
  readonly own: ReadonlySet<number>;
  /** Sources that are new themselves and are a comparison all the same: the rest of the method around one of its parts. */
  readonly beside: ReadonlySet<number>;
}

/** Counts of everybody, to be told apart for one launch after the other. */
export interface ArmTable {
  readonly armsOf: (sides: ArmSides) => ArmCounts;
}

interface Entry {
  readonly place: ContactPlace;
  /** Of sources that are not new. */
  calm: number;
  readonly bySource: Map<number, number>;
}

/**
 * @param isNew whether a source was launched so shortly before a day that it is no comparison for others.
 * @param countryOf "" where none is said.
 */
export function countArms(
  sent: readonly SentCount[],
  came: readonly CameCount[],
  {
    isNew,
    countryOf,
  }: {
    readonly isNew: (source: number, day: number) => boolean;
    readonly countryOf: (source: number) => string;
  },
): ArmTable {
  const sentOn = new Map<number, Map<string, Entry>>();
  const cameOn = new Map<
    number,
    Map<string, Entry & { readonly age: number; readonly signal: WatchedSignal }>
  >();
  for (const one of sent) {
    const { day, source, count } = one;
    const places = mapAt(sentOn, day);
    const place = placeOf(one, countryOf);
    const name = placeName(place);
    let entry = places.get(name);
    if (entry === undefined)
      places.set(name, (entry = { place, calm: 0, bySource: new Map<number, number>() }));
    add(entry, source, count, isNew(source, day));
  }
  for (const one of came) {
    const { day, source, count, age, signal } = one;
    const places = mapAt(cameOn, day);
    const place = placeOf(one, countryOf);
    const name = `${placeName(place)}|${age}|${signal}`;
    let entry = places.get(name);
    if (entry === undefined)
      places.set(name, (entry = { place, age, signal, calm: 0, bySource: new Map<number, number>() }));
    add(entry, source, count, isNew(source, day - age));
  }
  return {
    armsOf(sides) {
      const known = new Map<number, PlaceSent[]>();
      const split = (entry: Entry, day: number) => splitEntry(entry, sides, (source) => isNew(source, day));
      return {
        sent(day) {
          let places = known.get(day);
          if (places === undefined) {
            places = [...(sentOn.get(day)?.values() ?? [])].map((entry) => ({
              place: entry.place,
              ...split(entry, day),
            }));
            known.set(day, places);
          }
          return places;
        },
        came(day): PlaceCame[] {
          return [...(cameOn.get(day)?.values() ?? [])].map((entry) => ({
            ...{ place: entry.place, age: entry.age, signal: entry.signal },
            ...split(entry, day - entry.age),
          }));
        },
      };
    },
  };
}

function splitEntry(
  { calm, bySource }: Entry,
  { own, beside }: ArmSides,
  isNew: (source: number) => boolean,
) {
  const sum = { own: 0, base: calm };
  for (const source of own) {
    const count = bySource.get(source) ?? 0;
    if (count === 0) continue;
    sum.own += count;
    if (!isNew(source)) sum.base -= count;
  }
  for (const source of beside) {
    const count = bySource.get(source) ?? 0;
    if (count !== 0 && isNew(source)) sum.base += count;
  }
  return sum;
}

function add(entry: Entry, source: number, count: number, isNew: boolean): void {
  entry.bySource.set(source, (entry.bySource.get(source) ?? 0) + count);
  if (!isNew) entry.calm += count;
}

function placeOf(
  { number, category, newness, source }: SentCount,
  countryOf: (source: number) => string,
): ContactPlace {
  return { number, category, newness, country: countryOf(source) };
}

const placeName = ({ number, category, country, newness }: ContactPlace) =>
  `${number}|${category}|${country}|${newness}`;

function mapAt<K, V>(maps: Map<number, Map<K, V>>, day: number): Map<K, V> {
  let found = maps.get(day);
  if (found === undefined) maps.set(day, (found = new Map<K, V>()));
  return found;
}
