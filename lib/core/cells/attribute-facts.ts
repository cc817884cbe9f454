/**
 * What facts count for, in plain words of code: the definition. The database does the same with set-based statements
 * (adapters/db/recount-facts.ts and the triggers of the migration cell_triggers); a test with random histories holds
 * the two together.
 */

/** One person opted in at one source. `at` in milliseconds since 1970, as everywhere here. */
export interface OptInFact {
  readonly id: string;
  readonly contact: string;
  readonly source: string;
  readonly at: number;
}

/** One business-initiated message to one contact. */
export interface ExposureFact {
  readonly id: string;
  readonly contact: string | null;
  readonly phoneNumberId: string;
  readonly at: number;
  readonly campaign: string | null;
  readonly template: string | null;
  /** The source that the sender itself named. */
  readonly declaredSource: string | null;
  readonly delivered: boolean;
  readonly failed: boolean;
}

/** One event for or against us. */
export interface SignalFact {
  readonly id: string;
  readonly kind: string;
  readonly contact: string | null;
  readonly phoneNumberId: string;
  readonly at: number;
  readonly exposureId: string | null;
  /** Meta refused a message because of it: told again with every message that is refused. */
  readonly fromRefusal: boolean;
}

/** A source and the Monday, as YYYY-MM-DD, of the week of the opt-in there; null: no opt-in is known. */
export interface SourceTouch {
  readonly source: string | null;
  readonly cohort: string | null;
}

/** Where a contact had opted in: the earliest and latest touch, and all sources, the newest first, if there are several. */
export interface OptInTouch {
  readonly first: SourceTouch;
  readonly last: SourceTouch;
  readonly split: readonly SourceTouch[] | null;
}

/** A part of a signal: which cell it belongs to, and how much of it under each rule. */
export interface SignalPart extends SourceTouch {
  readonly campaign: string | null;
  readonly template: string | null;
  /** Whole days from the message to the signal; -1 when it answers none. */
  readonly ageDays: number;
  readonly last: number;
  readonly first: number;
  /** Millionths. */
  readonly split: number;
}

/** The whole of a split count. */
export const wholeShare = 1_000_000;
/** An opt-in may seem a little later than the message that follows it: Meta's times are whole seconds. */
const graceMs = 60_000;
const dayMs = 86_400_000;
const mostParts = 10;

/** One of `parts` equal whole shares; the first takes what is left over. `place` counts from 1. */
function evenShare(whole: number, parts: number, place: number): number {
  const each = Math.floor(whole / parts);
  return place === 1 ? whole - (parts - 1) * each : each;
}

/** The Monday, in UTC, of the week in which `at` lies. */
function cohortWeek(at: number): string {
  const day = Math.floor(at / dayMs);
  return new Date((day - ((((day + 3) % 7) + 7) % 7)) * dayMs).toISOString().slice(0, 10);
}

/** How long before a signal of this kind a message may have been sent to be what it answers. */
function reachMs(kind: string): number {
  return (kind === "opt_out" ? 28 : 14) * dayMs;
}

const byTime = (a: { at: number; id: string }, b: { at: number; id: string }) =>
  a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Where the contact had opted in at that time. A source that the sender named is believed. */
export function touchOf(
  optIns: readonly OptInFact[],
  contact: string | null,
  at: number,
  declared: string | null,
): OptInTouch {
  const known = optIns
    .filter((one) => one.contact === contact && one.at <= at + graceMs)
    .filter(({ source }) => declared === null || source === declared)
    .sort(byTime);
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) {
    const none = { source: declared, cohort: null };
    return { first: none, last: none, split: null };
  }
  const latest = new Map<string, number>();
  for (const { source, at: when } of known) latest.set(source, Math.max(when, latest.get(source) ?? when));
  const sources = [...latest].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, mostParts);
  return {
    first: { source: first.source, cohort: cohortWeek(first.at) },
    last: { source: last.source, cohort: cohortWeek(last.at) },
    split: latest.size === 1 ? null : sources.map(([source, when]) => ({ source, cohort: cohortWeek(when) })),
  };
}

/** A touch as parts: who takes how much of a whole under the split rule. */
export function splitParts(touch: OptInTouch, whole: number): (SourceTouch & { share: number })[] {
  const sources = touch.split;
  if (sources === null) return [{ ...touch.last, share: whole }];
  return sources.map((one, index) => ({ ...one, share: evenShare(whole, sources.length, index + 1) }));
}

/** Everything known of the people whose signals are attributed. */
export interface KnownFacts {
  readonly optIns: readonly OptInFact[];
  readonly exposures: readonly (ExposureFact & { readonly touch: OptInTouch })[];
  readonly signals: readonly SignalFact[];
}

/**
 * Which messages a signal answers, in parts that add up to one under each rule. Empty: it does not count, being a
 * resumption, or a wish to stop that is only repeated.
 */
export function partsOfSignal(signal: SignalFact, known: KnownFacts): SignalPart[] {
  if (signal.kind === "resume" || isRepeated(signal, known.signals)) return [];
  const named = known.exposures.filter(({ id }) => id === signal.exposureId);
  const touches = (named.length > 0 ? named : answered(signal, known.exposures)).sort(byTime).reverse();
  const [latest] = touches;
  const earliest = touches.at(-1);
  if (latest === undefined || earliest === undefined) {
    const touch = touchOf(known.optIns, signal.contact, signal.at, null);
    const none = { campaign: null, template: null, ageDays: -1 };
    return merge([
      { ...none, ...touch.last, last: 1, first: 0, split: 0 },
      { ...none, ...touch.first, last: 0, first: 1, split: 0 },
      ...splitParts(touch, wholeShare).map(({ share, ...one }) => ({
        ...none,
        ...one,
        last: 0,
        first: 0,
        split: share,
      })),
    ]);
  }
  const place = (one: ExposureFact) => ({
    campaign: one.campaign,
    template: one.template,
    ageDays: Math.max(0, Math.floor((signal.at - one.at) / dayMs)),
  });
  const among = touches.slice(0, mostParts);
  return merge([
    { ...place(latest), ...latest.touch.last, last: 1, first: 0, split: 0 },
    { ...place(earliest), ...earliest.touch.first, last: 0, first: 1, split: 0 },
    ...among.flatMap((one, index) =>
      splitParts(one.touch, evenShare(wholeShare, among.length, index + 1)).map(({ share, ...source }) => ({
        ...place(one),
        ...source,
        last: 0,
        first: 0,
        split: share,
      })),
    ),
  ]);
}

function answered(signal: SignalFact, exposures: KnownFacts["exposures"]) {
  if (signal.contact === null) return [];
  return exposures.filter(
    (one) =>
      one.contact === signal.contact &&
      one.phoneNumberId === signal.phoneNumberId &&
      one.at <= signal.at &&
      one.at > signal.at - reachMs(signal.kind) &&
      (!one.failed || one.delivered),
  );
}

function isRepeated(signal: SignalFact, signals: readonly SignalFact[]): boolean {
  if (signal.kind !== "opt_out" || !signal.fromRefusal || signal.contact === null) return false;
  const ofContact = signals.filter(({ contact }) => contact === signal.contact);
  return ofContact.some(
    (before) =>
      before.kind === "opt_out" &&
      byTime(before, signal) < 0 &&
      !ofContact.some(({ kind, at }) => kind === "resume" && at > before.at && at <= signal.at),
  );
}

function merge(parts: readonly SignalPart[]): SignalPart[] {
  const merged = new Map<string, SignalPart>();
  for (const part of parts) {
    const key = JSON.stringify([part.source, part.cohort, part.campaign, part.template, part.ageDays]);
    const before = merged.get(key);
    merged.set(
      key,
      before === undefined
        ? part
        : {
            ...part,
            last: before.last + part.last,
            first: before.first + part.first,
            split: before.split + part.split,
          },
    );
  }
  return [...merged.values()];
}
