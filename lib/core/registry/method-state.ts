/** Where an activation method is in its life. */
export type MethodState = "draft" | "scheduled" | "launched" | "held" | "retired";

/** No launch time: a draft. A later one: scheduled. Now or earlier: launched. */
export function launchState(launchedAt: Date | null, now: Date): "draft" | "scheduled" | "launched" {
  if (launchedAt === null) return "draft";
  return launchedAt > now ? "scheduled" : "launched";
}

/** The state as it reads now: a scheduled launch happens by time passing; held and retired are what people decided. */
export function methodState(stored: string, launchedAt: Date | null, now: Date): MethodState {
  return stored === "held" || stored === "retired" ? stored : launchState(launchedAt, now);
}
