import type { GraphUsage } from "./graph-api-port.ts";

/**
 * How Staygreen stays within Meta's call budget: 200 calls in a rolling hour for an app and WABA, 5,000 once the WABA
 * has a registered number.
 *
 * What ratings cost: one call reads up to 100 numbers of a WABA. 10,000 numbers in 500 WABAs are 20 numbers a WABA,
 * so one call a WABA and round. A round every 10 minutes makes 60 / 10 = 6 calls an hour for each WABA: 3 % of the
 * small budget (6 / 200), 0.12 % of the large one (6 / 5,000). A WABA of 101 to 200 numbers costs 12. The portfolio's
 * list of 500 WABAs (five pages, and one for clients) counts against the app, not against a WABA.
 */
export type BudgetLevel = "normal" | "slow" | "essential" | "stop";

/** From these percentages on. */
const slowFrom = 60;
const essentialFrom = 80;
const stopFrom = 95;

const minute = 60_000;
const hour = 60 * minute;
/** Until a read that was put off may ask again whether it may go. */
const askAgainMs = 15 * minute;
/** Calling on prolongs a block, so the wait is never shorter; a longer one than a day is a misreading. */
const shortestWaitMs = 5 * minute;
const longestWaitMs = 24 * hour;

export type ReadKind =
  | "ratings"
  /** A person pressed "Poll now". */
  | "manual"
  | "token"
  | "waba-details"
  | "templates"
  | "subscription"
  | "template-comparison"
  | "template-analytics"
  | "messaging-analytics"
  | "pricing-analytics";

/** The last level at which a kind still goes: ratings, the account's own state and the token are essential. */
const lastLevel: Readonly<Record<ReadKind, BudgetLevel>> = {
  ratings: "essential",
  manual: "essential",
  token: "essential",
  "waba-details": "essential",
  templates: "slow",
  subscription: "slow",
  "template-comparison": "slow",
  "template-analytics": "slow",
  "messaging-analytics": "slow",
  "pricing-analytics": "slow",
};
const levels: readonly BudgetLevel[] = ["normal", "slow", "essential", "stop"];

/** What is known of a connection's budget. Any WABA at its limit counts for all: the worst is kept. */
export interface BudgetReading {
  /** Null when no header could be read. */
  readonly percent: number | null;
  /** When the answer came that said so. */
  readonly observedAt: Date;
  /** Until when Meta asked for silence; null when it did not. */
  readonly waitUntil: Date | null;
}

export function levelOfPercent(percent: number | null): BudgetLevel {
  if (percent === null || percent < slowFrom) return "normal";
  if (percent < essentialFrom) return "slow";
  return percent < stopFrom ? "essential" : "stop";
}

/** The level now. Meta counts a rolling hour, so a header that is older than that says nothing any more. */
export function budgetLevel(reading: BudgetReading | null, now: Date): BudgetLevel {
  if (reading === null) return "normal";
  if (isWaiting(reading, now)) return "stop";
  return levelOfPercent(isCurrent(reading, now) ? reading.percent : null);
}

export type ReadPermission =
  | { readonly go: true }
  /** Ask again then. */
  | { readonly go: false; readonly level: BudgetLevel; readonly notBefore: Date };

/**
 * Whether a read may go now. At `slow` everything goes, at half the pace (`planNextPoll` and `planNextRead` see to it);
 * at `essential` only what cannot wait; at `stop` nothing, until Meta's time is over or the header has aged out.
 *
 * @param jitter uniform in [0, 1): spreads what waited over a minute
 */
export function mayRead(
  kind: ReadKind,
  reading: BudgetReading | null,
  at: { readonly now: Date; readonly jitter: number },
): ReadPermission {
  const level = budgetLevel(reading, at.now);
  if (reading === null || levels.indexOf(level) <= levels.indexOf(lastLevel[kind])) return { go: true };
  const until = endOf(reading, at.now).getTime();
  const wait = level === "stop" ? until : Math.min(until, at.now.getTime() + askAgainMs);
  return { go: false, level, notBefore: new Date(wait + minute * at.jitter) };
}

/**
 * What is known after another answer: the worse of both while the earlier one is less than an hour old. After a round
 * over all WABAs pass `previous` as null, so that the round's worst replaces what was known.
 *
 * @returns null while Meta has said nothing readable.
 */
export function noteUsage(
  previous: BudgetReading | null,
  usage: Pick<GraphUsage, "percent" | "regainAccessMinutes">,
  at: Date,
): BudgetReading | null {
  const known = previous !== null && isCurrent(previous, at) ? previous : null;
  const waits = [previous?.waitUntil ?? null, waitUntil(usage.regainAccessMinutes, at)].flatMap((until) =>
    until !== null && until > at ? [until.getTime()] : [],
  );
  const longest = waits.length === 0 ? null : new Date(Math.max(...waits));
  if (usage.percent === null && known === null && longest === null) return null;
  const keepsKnown = known !== null && (known.percent ?? -1) > (usage.percent ?? -1);
  return {
    percent: keepsKnown ? known.percent : usage.percent,
    observedAt: keepsKnown ? known.observedAt : at,
    waitUntil: longest,
  };
}

/** The facts of a budget meter. */
export interface BudgetMeter {
  /** Null when Meta has said nothing within the last hour. */
  readonly percent: number | null;
  readonly level: BudgetLevel;
  /** Until when nothing is read; null when calls go on. */
  readonly waitingUntil: Date | null;
  readonly words: string;
}

export function budgetMeter(reading: BudgetReading | null, now: Date): BudgetMeter {
  const level = budgetLevel(reading, now);
  const percent = reading !== null && isCurrent(reading, now) ? reading.percent : null;
  const waitingUntil = reading !== null && level === "stop" ? endOf(reading, now) : null;
  return { percent, level, waitingUntil, words: wordsFor(level, percent, reading, now) };
}

function wordsFor(
  level: BudgetLevel,
  percent: number | null,
  reading: BudgetReading | null,
  now: Date,
): string {
  if (reading !== null && isWaiting(reading, now)) {
    return "Meta's call limit is used up. Reading goes on by itself when Meta allows it.";
  }
  if (percent === null) {
    return reading === null
      ? "Meta has not said yet how much of its hourly call limit is used."
      : "Meta has not said within the last hour how much of its call limit is used.";
  }
  switch (level) {
    case "normal":
      return "Everything is read on time.";
    case "slow":
      return "Everything is read at half pace.";
    case "essential":
      return "Only ratings, accounts and the token are read, at half pace. Everything else waits.";
    case "stop":
      return "Nothing is read, so that Meta does not block the calls. Reading goes on by itself.";
  }
}

function isWaiting(reading: BudgetReading, now: Date): boolean {
  return reading.waitUntil !== null && reading.waitUntil > now;
}

/** A reading from the future is one from before our clock went back: it ages out by the same hour. */
function isCurrent(reading: BudgetReading, now: Date): boolean {
  return Math.abs(now.getTime() - reading.observedAt.getTime()) < hour;
}

/** When the reading stops to say anything: at the end of Meta's wait, else an hour after it came. */
function endOf(reading: BudgetReading, now: Date): Date {
  if (reading.waitUntil !== null && reading.waitUntil > now) return reading.waitUntil;
  return new Date(Math.min(reading.observedAt.getTime(), now.getTime()) + hour);
}

function waitUntil(minutes: number | null, at: Date): Date | null {
  if (minutes === null || minutes <= 0) return null;
  return new Date(at.getTime() + throttleWaitMs(minutes));
}

/** How long to be silent after a throttle: what Meta states, at least five minutes, at most a day. Milliseconds. */
export function throttleWaitMs(statedMinutes: number | null): number {
  return Math.max(shortestWaitMs, Math.min(longestWaitMs, (statedMinutes ?? 0) * minute));
}
