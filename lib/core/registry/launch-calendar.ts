import type { MethodState } from "./method-state.ts";
import type { Ramp, RampUnit } from "./ramp.ts";

const dayMs = 86_400_000;

export interface CalendarMethod {
  readonly id: string;
  readonly name: string;
  /** As it reads now (method-state.ts). */
  readonly state: MethodState;
  readonly launchedAt: Date | null;
  readonly plannedLaunchAt: Date | null;
  readonly ramp: Ramp | null;
}
export interface CalendarMove {
  readonly methodId: string;
  /** held, resumed and retired are read, others passed over. */
  readonly action: string;
  readonly at: Date;
}
export interface CalendarSource {
  readonly sourceId: string;
  readonly key: string;
  /** The first opt-in, or when it was first seen if that was earlier. */
  readonly startedAt: Date;
  readonly optIns: number;
}

export const calendarKinds = ["planned", "launched", "ramp-step", "held", "retired", "unannounced"] as const;
export type CalendarKind = (typeof calendarKinds)[number];

/** One thing on the calendar of launches. */
export interface CalendarEntry {
  readonly kind: CalendarKind;
  readonly at: Date;
  /** Of a hold: when it ended; null: it goes on, or the entry is a moment. */
  readonly until: Date | null;
  readonly methodId: string | null;
  readonly sourceId: string | null;
  /** Of the method; of an unannounced launch the key. */
  readonly name: string;
  /** Of a launch: when it was planned, if somebody said. */
  readonly plannedAt: Date | null;
  /** Of a step of a ramp. */
  readonly step: { readonly unit: RampUnit; readonly amount: number } | null;
  /** Of an unannounced launch: opt-ins so far. */
  readonly optIns: number | null;
}

/**
 * What belongs on the calendar between two moments, in order of time: launches as planned and as they were, steps of
 * ramps, holds that reach into the range, ends, and opt-ins from places that nobody had announced.
 *
 * @param range the first moment included, the last not.
 */
export function launchCalendar(
  facts: {
    readonly methods: readonly CalendarMethod[];
    readonly moves: readonly CalendarMove[];
    readonly unannounced: readonly CalendarSource[];
  },
  range: { readonly from: Date; readonly to: Date },
): CalendarEntry[] {
  const entries = [
    ...facts.methods.flatMap((method) => [
      ...launchOf(method),
      ...stepsOf(method),
      ...holdsOf(
        method,
        facts.moves.filter(({ methodId }) => methodId === method.id),
      ),
    ]),
    ...facts.unannounced.map(({ sourceId, key, startedAt, optIns }): CalendarEntry => ({
      ...blank,
      kind: "unannounced",
      at: startedAt,
      sourceId,
      name: key,
      optIns,
    })),
  ];
  return entries
    .filter(({ kind, at, until }) =>
      kind === "held"
        ? at < range.to && (until === null || until >= range.from)
        : at >= range.from && at < range.to,
    )
    .sort(
      (a, b) =>
        a.at.getTime() - b.at.getTime() || calendarKinds.indexOf(a.kind) - calendarKinds.indexOf(b.kind),
    );
}

const blank = {
  until: null,
  methodId: null,
  sourceId: null,
  plannedAt: null,
  step: null,
  optIns: null,
} as const;

function launchOf({ id, name, state, launchedAt, plannedLaunchAt }: CalendarMethod): CalendarEntry[] {
  const isPlan = state === "draft" || state === "scheduled";
  const at = isPlan ? (launchedAt ?? plannedLaunchAt) : launchedAt;
  if (at === null) return [];
  const plannedAt = isPlan ? at : plannedLaunchAt;
  return [{ ...blank, kind: isPlan ? "planned" : "launched", at, methodId: id, name, plannedAt }];
}

/** The first step is the launch itself. What is retired grows no more. */
function stepsOf({ id, name, state, launchedAt, plannedLaunchAt, ramp }: CalendarMethod): CalendarEntry[] {
  const start = launchedAt ?? plannedLaunchAt;
  if (start === null || ramp === null || state === "retired") return [];
  return ramp.steps.slice(1).map(({ fromDay, amount }) => ({
    ...blank,
    kind: "ramp-step",
    at: new Date(start.getTime() + fromDay * dayMs),
    methodId: id,
    name,
    step: { unit: ramp.unit, amount },
  }));
}

function holdsOf({ id, name }: CalendarMethod, moves: readonly CalendarMove[]): CalendarEntry[] {
  const entries: CalendarEntry[] = [];
  let heldAt: Date | null = null;
  const close = (until: Date | null) => {
    if (heldAt !== null) entries.push({ ...blank, kind: "held", at: heldAt, until, methodId: id, name });
    heldAt = null;
  };
  for (const { action, at } of moves.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (action === "held") heldAt ??= at;
    if (action === "resumed" || action === "retired") close(at);
    if (action === "retired") entries.push({ ...blank, kind: "retired", at, methodId: id, name });
  }
  close(null);
  return entries;
}
