/** Which incidents are listed; lives in the URL. "all" is left out of the request. */
export const incidentViews = ["unresolved", "open", "acknowledged", "resolved", "all"] as const;
export type IncidentView = (typeof incidentViews)[number];

export interface IncidentFilter {
  readonly view: IncidentView;
  readonly cursor?: string;
}

export function readIncidentFilter(params: { get: (name: string) => string | null }): IncidentFilter {
  const view = incidentViews.find((known) => known === params.get("state")) ?? "unresolved";
  const cursor = params.get("cursor")?.slice(0, 400);
  return cursor ? { view, cursor } : { view };
}

/** The request's query for a filter. */
export function incidentRequest({ view, cursor }: IncidentFilter) {
  return {
    limit: 50,
    ...(view === "all" ? {} : { state: view }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}
