import { guardNoises, guardRatios } from "./guard-settings.ts";

/** Deliveries of one kind that can answer today, in both arms, and today's events among them. */
export interface GuardStratum {
  /** What the arms are matched by besides the age: phone number, time since the opt-in. */
  readonly label: string;
  /** Whole days from delivery to today. */
  readonly age: number;
  readonly newDelivered: number;
  readonly newEvents: number;
  readonly baseDelivered: number;
  readonly baseEvents: number;
}

/** One closed day. An age that was not observed in one of the arms is left out, never given as 0. */
export interface GuardDay {
  /** Days since 1970, or since any other day. */
  readonly at: number;
  readonly strata: readonly GuardStratum[];
}

/** Counts by age. */
export interface AgeCounts {
  readonly delivered: readonly number[];
  readonly events: readonly number[];
}

/** All that is kept of one signal of one launch between two days; safe as JSON. */
export interface GuardState {
  readonly method: "guard-1";
  /** The newest day taken in; older or equal ones are ignored. */
  readonly at: number | null;
  /** ln likelihood of all days by noise and ratio, noise first, up to what is common to all of them. */
  readonly logs: readonly number[];
  /** What the others showed so far, by label. */
  readonly base: Readonly<Record<string, AgeCounts>>;
  /** How far the others' days differ: Σ (events − expected)² − expected, and Σ expected². */
  readonly unrest: readonly [excess: number, squares: number];
  /** Deliveries that had others to be compared with, their events, and what these would have been at the others' rate. */
  readonly delivered: number;
  readonly events: number;
  readonly expected: number;
  /** The same, of the others beside them. */
  readonly baseEvents: number;
  /** Σ over days of expected², for how many events a day brings. */
  readonly squares: number;
  /** Deliveries with no others to compare them with. */
  readonly unmatched: number;
  /** Days on which something could be compared. */
  readonly days: number;
  /** The largest evidence (ln) of any day so far, and the day on which it first passed the bar. */
  readonly peak: number;
  readonly harmfulSince: number | null;
}

/** Before the first day. */
export function newGuardState(): GuardState {
  return {
    method: "guard-1",
    at: null,
    logs: new Array<number>(guardNoises.length * guardRatios.length).fill(0),
    base: {},
    unrest: [0, 0],
    delivered: 0,
    events: 0,
    expected: 0,
    baseEvents: 0,
    squares: 0,
    unmatched: 0,
    days: 0,
    peak: 0,
    harmfulSince: null,
  };
}
