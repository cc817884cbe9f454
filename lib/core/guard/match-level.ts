/** Where a message went, as far as both arms are to be alike in it. */
export interface ContactPlace {
  /** The phone number, by a number that stands for it. */
  readonly number: number;
  /** Category of the template; "" where none is known. */
  readonly category: string;
  /** Country of the opt-in source, ISO 3166-1; "" where it is not said. */
  readonly country: string;
  /** How long before the message the contact opted in. */
  readonly newness: Newness;
}

/** 0: no opt-in is known; 1: in the same week; 2: in the three weeks before; 3: earlier. */
export type Newness = 0 | 1 | 2 | 3;

/** @param day of the message, and `cohort`, Monday of the week of the opt-in (0: none known): days since 1970. */
export function newnessOf(day: number, cohort: number): Newness {
  if (cohort === 0) return 0;
  const age = day - cohort;
  return age < 7 ? 1 : age < 28 ? 2 : 3;
}

/**
 * What both arms have in common, from the closest likeness to the loosest. The last two are for a number from which only contacts of the new
 * method are written to: others are then those of other numbers.
 */
const matchLevels = [
  ["number", "category", "country", "newness"],
  ["number", "category", "newness"],
  ["number", "newness"],
  ["number", "category"],
  ["number"],
  ["category", "newness"],
  [],
] as const satisfies readonly (readonly (keyof ContactPlace)[])[];
export type MatchLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** From this level on others are those of other phone numbers. */
export const acrossNumbers = 5;

/** The name of the group of contacts that a place belongs to. */
export function groupAt(level: MatchLevel, place: ContactPlace): string {
  return matchLevels[level].map((name) => place[name]).join("|");
}

/** What both arms were sent on one day in one place. */
export interface PlaceSent {
  readonly place: ContactPlace;
  readonly own: number;
  readonly base: number;
}

/** Others count as a comparison where they were sent at least so many times what the new method's contacts were. */
const leastOthers = 0.5;
/** A level is close enough when so much of what the new method's contacts were sent has others beside it. */
const enough = 0.8;
/** A level that is in use stays while so much has: one that changes from day to day would learn nothing. */
const enoughToStay = 0.6;

const levels: readonly MatchLevel[] = [0, 1, 2, 3, 4, 5, 6];

/**
 * The closest likeness at which most messages of a day from one phone number to the new method's contacts have others beside them. It looks at what was
 * sent and never at what came back, so that the choice favours nobody.
 *
 * @param sent of that day. @param before the level of the days before, if any.
 */
export function chooseLevel(
  number: number,
  sent: readonly PlaceSent[],
  before: MatchLevel | null,
): MatchLevel {
  const here = sent.filter(({ place }) => place.number === number);
  const elsewhere = sent.flatMap((one) => (one.place.number === number ? [] : [{ ...one, own: 0 }]));
  const found = levels.find((level) => {
    const share = sharedShare(level < acrossNumbers ? here : [...here, ...elsewhere], level);
    return share >= (level === before ? enoughToStay : enough);
  });
  return found ?? 6;
}

function sharedShare(sent: readonly PlaceSent[], level: MatchLevel): number {
  const groups = new Map<string, { own: number; base: number }>();
  let all = 0;
  for (const { place, own, base } of sent) {
    const name = groupAt(level, place);
    const group = groups.get(name) ?? { own: 0, base: 0 };
    groups.set(name, { own: group.own + own, base: group.base + base });
    all += own;
  }
  let shared = 0;
  for (const { own, base } of groups.values()) if (base >= own * leastOthers) shared += own;
  return all > 0 ? shared / all : 0;
}
