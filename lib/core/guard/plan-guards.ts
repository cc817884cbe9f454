import { guardHorizon } from "./guard-settings.ts";

/** A method that has been launched, and the sources that data names for it. */
export interface LaunchedMethod {
  readonly id: string;
  readonly launchedAt: Date;
}

/** A source by its number in cells; merged ones count for what they were merged into. */
export interface GuardedSource {
  readonly ordinal: number;
  readonly id: string;
  readonly methodId: string | null;
}

/** A source that nobody registered, and when the first person opted in there. */
export interface UnannouncedStart {
  readonly sourceId: string;
  readonly firstOptInAt: Date;
}

/** What is to be watched. */
export interface GuardPlan {
  readonly id: string;
  readonly kind: "method" | "part" | "unannounced";
  readonly activationMethodId: string | null;
  readonly sourceId: string | null;
  readonly launchedAt: Date;
  readonly own: readonly number[];
  /** The rest of the method, when this is a part of it. */
  readonly beside: readonly number[];
  /** How many looks share the promise: a method with three sources is looked at as a whole and in three parts. */
  readonly looks: number;
  /** It was launched before anything was counted: there is no beginning to watch. */
  readonly isBefore: boolean;
  /** The same text: the same watch goes on. */
  readonly basis: string;
}

/** A launch is news for so many days: until then it is no comparison for others. */
export const newDays = 28;
/** What was there when counting began was not launched then: a source is a launch when it begins so much later. */
const daysBefore = 7;
const mostUnannounced = 200;
const mostParts = 50;

const dayMs = 86_400_000;
export const dayOf = (at: Date) => Math.floor(at.getTime() / dayMs);

/**
 * Every launched method is watched, each of its sources if it has several, and every place where people began to opt in without anybody
 * having announced it.
 *
 * @param firstDay of everything that was ever sent; null: nothing was.
 */
export function planGuards(
  methods: readonly LaunchedMethod[],
  sources: readonly GuardedSource[],
  unannounced: readonly UnannouncedStart[],
  firstDay: number | null,
): GuardPlan[] {
  const plans: GuardPlan[] = [];
  const byMethod = groupBy(sources, ({ methodId }) => methodId);
  for (const { id, launchedAt } of methods) {
    const own = byMethod.get(id) ?? [];
    const bySource = [...groupBy(own, (source) => source.id)];
    const parts = bySource.length > 1 ? bySource.slice(0, mostParts) : [];
    const looks = 1 + parts.length;
    const isBefore = firstDay !== null && dayOf(launchedAt) < firstDay - daysBefore;
    const whole = { activationMethodId: id, launchedAt, looks, isBefore };
    plans.push(planned({ ...whole, id, kind: "method", sourceId: null, own: ordinals(own), beside: [] }));
    for (const [sourceId, members] of isBefore ? [] : parts) {
      const beside = ordinals(own.filter((one) => one.id !== sourceId));
      plans.push(
        planned({
          ...whole,
          id: `${id}-${sourceId}`,
          kind: "part",
          sourceId,
          own: ordinals(members),
          beside,
        }),
      );
    }
  }
  const starts = unannounced
    .filter(({ firstOptInAt }) => firstDay !== null && dayOf(firstOptInAt) >= firstDay + daysBefore)
    .sort(
      (a, b) => b.firstOptInAt.getTime() - a.firstOptInAt.getTime() || (a.sourceId < b.sourceId ? -1 : 1),
    );
  for (const { sourceId, firstOptInAt: launchedAt } of starts.slice(0, mostUnannounced)) {
    const own = ordinals(sources.filter((one) => one.id === sourceId));
    plans.push(
      planned({
        ...{ id: sourceId, kind: "unannounced", activationMethodId: null, sourceId, launchedAt, own },
        ...{ beside: [], looks: 1, isBefore: false },
      }),
    );
  }
  return plans;
}

function planned(plan: Omit<GuardPlan, "basis">): GuardPlan {
  const { launchedAt, own, beside, looks, isBefore } = plan;
  return { ...plan, basis: JSON.stringify([dayOf(launchedAt), own, beside, looks, isBefore]) };
}

const ordinals = (sources: readonly GuardedSource[]) =>
  sources.map(({ ordinal }) => ordinal).sort((a, b) => a - b);

function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

/** The last day that a watch from `startDay` judges, `today` being under way. */
export function lastJudged(startDay: number, today: number): number {
  return Math.min(today - 1, startDay + guardHorizon - 1);
}
