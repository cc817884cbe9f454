import { describe, expect, it } from "vitest";
import type { MethodState } from "./method-state.ts";
import { mayMoveMethod, methodActions, moveMethod } from "./method-transition.ts";

const now = new Date("2026-06-01T09:00:00.000Z");
const earlier = new Date("2026-05-01T00:00:00.000Z");
const later = new Date("2026-07-01T00:00:00.000Z");

// The life of a method as the design draws it: draft, scheduled, launched, held, launched, retired.
const allowed: Record<MethodState, readonly string[]> = {
  draft: ["launch", "retire"],
  scheduled: ["launch", "retire"],
  launched: ["hold", "retire"],
  held: ["resume", "retire"],
  retired: [],
};
const cases = (Object.keys(allowed) as MethodState[]).flatMap((state) =>
  methodActions.map((action) => ({ state, action })),
);

describe("moveMethod", () => {
  it.each(cases)("$state, $action", ({ state, action }) => {
    const move = moveMethod({ state, launchedAt: earlier }, action, { now, launchAt: now });
    expect(move.ok).toBe(allowed[state].includes(action));
    expect(mayMoveMethod(state, action)).toBe(move.ok);
    if (!move.ok) expect(move.reason).toMatch(/^It is .+\.$/);
  });

  it.each([
    [earlier, "launched"],
    [now, "launched"],
    [later, "scheduled"],
  ] as const)("a launch at %s makes it %s", (launchAt, state) => {
    expect(moveMethod({ state: "draft", launchedAt: null }, "launch", { now, launchAt })).toEqual({
      ok: true,
      state,
      launchedAt: launchAt,
    });
  });

  it("keeps the launch time over hold, resume and retirement", () => {
    for (const [state, action] of [
      ["launched", "hold"],
      ["held", "resume"],
      ["held", "retire"],
    ] as const) {
      expect(moveMethod({ state, launchedAt: earlier }, action, { now, launchAt: now })).toMatchObject({
        launchedAt: earlier,
      });
    }
  });
});
