import { launchState, type MethodState } from "./method-state.ts";

export const methodActions = ["launch", "hold", "resume", "retire"] as const;
export type MethodAction = (typeof methodActions)[number];

/** From where each step may be taken. Retired is the end: what comes back is registered as a method of its own. */
const allowedFrom: Readonly<Record<MethodAction, readonly MethodState[]>> = {
  launch: ["draft", "scheduled"],
  hold: ["launched"],
  resume: ["held"],
  retire: ["draft", "scheduled", "launched", "held"],
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
  return allowedFrom[action].includes(state);
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
