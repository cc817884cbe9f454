import { incidentWeek, type IncidentFacts, type IncidentWeek } from "./incident-week.ts";
import { belongsToWeek, numberWeek, type NumberFacts } from "./number-week.ts";
import { weeklySmallPrint, type SmallPrintInput } from "./weekly-small-print.ts";
import { weeklyVerdict, worstFirst } from "./weekly-verdict.ts";

/** What is stored about a range of time that covers the weeks to be told. */
export interface WatchFacts {
  readonly now: Date;
  readonly timeZone: string;
  readonly scope: SmallPrintInput["scope"];
  /** The first sighting of any number that counts; null when there was none. */
  readonly firstObservedAt: Date | null;
  readonly numbers: readonly NumberFacts[];
  readonly incidents: readonly IncidentFacts[];
}

/** A week and its bounds as instants, half-open. */
export interface ReportWeek {
  readonly isoWeek: string;
  readonly from: Date;
  readonly to: Date;
}

/** The shape of the contract's weekly report, which core must not import. */
export interface WeeklyReport {
  isoWeek: string;
  from: string;
  to: string;
  timeZone: string;
  closed: boolean;
  verdict: string;
  numbers: {
    id: string;
    name: string;
    ratingAtStart: string | null;
    ratingAtEnd: string | null;
    falls: number;
    coverage: number;
  }[];
  incidents: IncidentWeek;
  smallPrint: string[];
}

/** Tells one week from stored facts; while it is running, the part of it that has passed. Same facts, same words. */
export function weeklyReport(facts: WatchFacts, week: ReportWeek): WeeklyReport {
  const told = tell(facts, week);
  const numbers = told.numbers.toSorted(worstFirst);
  return {
    isoWeek: week.isoWeek,
    from: week.from.toISOString(),
    to: week.to.toISOString(),
    timeZone: facts.timeZone,
    closed: told.closed,
    verdict: told.verdict,
    numbers: numbers.map(({ id, name, ratingAtStart, ratingAtEnd, falls, coverage }) => ({
      id,
      name,
      ratingAtStart,
      ratingAtEnd,
      falls,
      coverage,
    })),
    incidents: told.incidents,
    smallPrint: weeklySmallPrint({
      ...told,
      numbers,
      from: week.from,
      to: week.to,
      timeZone: facts.timeZone,
      scope: facts.scope,
    }),
  };
}

/** The report's line in a list. */
export function weeklyReportLine(
  facts: WatchFacts,
  week: ReportWeek,
): { isoWeek: string; closed: boolean; verdict: string } {
  const { closed, verdict } = tell(facts, week);
  return { isoWeek: week.isoWeek, closed, verdict };
}

function tell(facts: WatchFacts, week: ReportWeek) {
  const closed = week.to <= facts.now;
  const end = closed ? week.to : facts.now;
  const part = { from: week.from, end };
  const numbers = facts.numbers
    .filter((number) => belongsToWeek(number, part))
    .map((number) => numberWeek(number, part));
  const incidents = incidentWeek(facts.incidents, part);
  const { timeZone, firstObservedAt } = facts;
  const incidentsStillOpen = incidents.stillOpen;
  const verdict = weeklyVerdict({ ...part, numbers, incidentsStillOpen, closed, firstObservedAt, timeZone });
  return { closed, end, numbers, incidents, verdict };
}
