import type { Right } from "../access/rights.ts";
import { launchState, type MethodState } from "./method-state.ts";

export const methodActions = ["launch", "hold", "resume", "retire"] as const;
export type MethodAction = (typeof methodActions)[number];

/**
 * The one table of steps: from where each may be taken, and with which right. Retired is the end: what comes back is
 * registered as a method of its own. Whoever is on call may hold a method, since that takes nothing away; to let it run
 * again is for those who answer for it.
 */
export const methodMoves: Readonly<
  Record<MethodAction, { readonly from: readonly MethodState[]; readonly right: Right }>
> = {
  launch: { from: ["draft", "scheduled"], right: "registry.write" },
  hold: { from: ["launched"], right: "registry.hold" },
  resume: { from: ["held"], right: "registry.write" },
  retire: { from: ["draft", "scheduled", "launched", "held"], right: "registry.write" },
};

const why: Readonly<Record<MethodState, string>> = {
  draft: "It is a draft: launch it first.",
  scheduled: "It is scheduled and has not been launched yet.",
  launched: "It is launched already.",
  held: "It is held: resume it.",
  retired: "It is retired. Register a new method instead.",
};

export type MethodMove =
  | { readonly ok: true; readonly state: MethodState; readonly launchedAt: Date | null }
  /** A sentence for the person who tried. */
  | { readonly ok: false; readonly reason: string };

/** Whether a method in this state, as methodState reads it, may take the step. */
export function mayMoveMethod(state: MethodState, action: MethodAction): boolean {
  return methodMoves[action].from.includes(state);
}

/**
 * What a step makes of a method: its new state and launch time.
 *
 * @param launchAt for a launch: when it was or will be; a later time than `now` schedules it.
 */
export function moveMethod(
  method: { readonly state: MethodState; readonly launchedAt: Date | null },
  action: MethodAction,
  at: { readonly now: Date; readonly launchAt: Date },
): MethodMove {
  if (!mayMoveMethod(method.state, action)) return { ok: false, reason: why[method.state] };
  const { launchedAt } = method;
  switch (action) {
    case "launch":
      return { ok: true, state: launchState(at.launchAt, at.now), launchedAt: at.launchAt };
    case "hold":
      return { ok: true, state: "held", launchedAt };
    case "resume":
      return { ok: true, state: "launched", launchedAt };
    case "retire":
      return { ok: true, state: "retired", launchedAt };
  }
}

/** Whether a line of a method's history tells of its life, and not only of its name or owner: these are sealed as evidence. */
export function isMethodMove(change: {
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}): boolean {
  if (change.action === "changed") return "launchedAt" in change.detail;
  return ["created", "launched", "held", "resumed", "retired"].includes(change.action);
}
