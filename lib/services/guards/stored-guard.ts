import type { StoredGuard } from "../../adapters/db/launch-guards.ts";
import { exposuresNeeded } from "../../core/guard/exposures-needed.ts";
import type { GuardSettings } from "../../core/guard/guard-settings.ts";
import { aloneBar, type GuardJudgements, type LaunchVerdict } from "../../core/guard/judge-launch.ts";
import type { OpenDayLook } from "../../core/guard/look-at-open-day.ts";
import type { LevelsInUse } from "../../core/guard/match-arms.ts";
import { lastJudged, type GuardPlan } from "../../core/guard/plan-guards.ts";
import type { LaunchRun } from "../../core/guard/watch-launch.ts";

const dayMs = 86_400_000;

/** A watch that has nothing to judge yet. */
export function unjudgedGuard(organizationId: string, plan: GuardPlan, now: Date): StoredGuard {
  const { id, kind, activationMethodId, sourceId, launchedAt, basis } = plan;
  return {
    ...{ organizationId, id, kind, activationMethodId, sourceId, launchedAt, basis },
    ...{ startDay: null, throughDay: null, verdict: "undecided", verdictAt: null },
    lack: plan.isBefore ? "before-counting" : "nothing-delivered",
    ...{ stream: "negative", evidence: 0, likeness: null, rateRatio: null, ratioLow: null, ratioHigh: null },
    ...{ exposures: 0, unmatched: 0, signals: 0, expected: 0 },
    ...{ neededLow: null, neededMedian: null, neededHigh: null, foundAt: now, updatedAt: now },
  };
}

/** What a run of days made of a launch. @throws RangeError when it has no day. */
export function toStoredGuard(
  organizationId: string,
  plan: GuardPlan,
  startDay: number,
  { stands, days }: LaunchRun,
  settings: GuardSettings,
  now: Date,
): StoredGuard {
  const [stand, last] = [stands.at(-1), days.at(-1)];
  if (stand === undefined || last === undefined) throw new RangeError("a run without a day");
  const needed =
    last.verdict.verdict === "undecided" && last.day < lastJudged(startDay, Infinity)
      ? exposuresNeeded(stand.streams.negative, { ...settings, bar: settings.bar + aloneBar })
      : null;
  return {
    ...withJudgement(unjudgedGuard(organizationId, plan, now), { ...last, levels: stand.levels }),
    startDay,
    throughDay: last.day,
    // Known when the day was over, however late its facts came in.
    verdictAt: new Date(Math.min((last.verdictSince + 1) * dayMs, now.getTime())),
    neededLow: needed?.low ?? null,
    neededMedian: needed?.median ?? null,
    neededHigh: needed?.high ?? null,
  };
}

/** What the day under way shows on top of all before: harm that is plain already, or of a first day what there is so far. */
export function withOpenDay(guard: StoredGuard, startDay: number, look: OpenDayLook, now: Date): StoredGuard {
  const isHarmful = look.verdict.verdict === "harmful";
  return {
    ...withJudgement(guard, look),
    startDay,
    verdictAt: isHarmful ? now : guard.verdictAt,
    ...{ neededLow: null, neededMedian: null, neededHigh: null, foundAt: now, updatedAt: now },
  };
}

interface Judgement {
  readonly verdict: LaunchVerdict;
  readonly judged: GuardJudgements;
  readonly levels: LevelsInUse;
}

function withJudgement(guard: StoredGuard, { verdict, judged, levels }: Judgement): StoredGuard {
  const { ratio, interval, events, expected } = judged[verdict.stream];
  const { delivered, unmatched } = judged.negative;
  const used = Object.values(levels).flatMap((of) => of.at(-1)?.[1] ?? []);
  return {
    ...guard,
    verdict: verdict.verdict,
    lack: verdict.lack,
    stream: verdict.stream,
    evidence: verdict.evidence,
    likeness: used.length === 0 ? null : Math.max(...used),
    rateRatio: ratio,
    ratioLow: interval?.[0] ?? null,
    ratioHigh: interval?.[1] ?? null,
    exposures: delivered + unmatched,
    unmatched,
    signals: events,
    expected,
  };
}
