/** What is stored about one incident. */
export interface IncidentFacts {
  readonly openedAt: Date;
  /** The first acknowledgement. */
  readonly acknowledgedAt: Date | null;
  readonly resolvedAt: Date | null;
}

export interface IncidentWeek {
  readonly opened: number;
  readonly resolved: number;
  readonly stillOpen: number;
  readonly medianMinutesToAcknowledge: number | null;
  readonly acknowledged: number;
}

/**
 * Counts each happening in the week in which it happened, so that a closed week does not change afterwards: the
 * median is over acknowledgements given in the week, "still open" is as of its end.
 */
export function incidentWeek(
  incidents: readonly IncidentFacts[],
  week: { readonly from: Date; readonly end: Date },
): IncidentWeek {
  const within = (at: Date | null) => at !== null && at >= week.from && at < week.end;
  const minutes = incidents.flatMap(({ openedAt, acknowledgedAt }) =>
    acknowledgedAt !== null && within(acknowledgedAt)
      ? [Math.max(0, acknowledgedAt.getTime() - openedAt.getTime()) / 60_000]
      : [],
  );
  return {
    opened: incidents.filter((incident) => within(incident.openedAt)).length,
    resolved: incidents.filter((incident) => within(incident.resolvedAt)).length,
    stillOpen: incidents.filter(
      ({ openedAt, resolvedAt }) => openedAt < week.end && (resolvedAt === null || resolvedAt >= week.end),
    ).length,
    medianMinutesToAcknowledge: median(minutes),
    acknowledged: minutes.length,
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
