import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasRight, type Role } from "../access/rights.ts";
import { methodState, type MethodState } from "./method-state.ts";
import { mayMoveMethod, methodActions, methodMoves, moveMethod } from "./method-transition.ts";

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

describe("who may", () => {
  // The promise of the rights table: an executive reads, on-call may stop, growth and administrators do all.
  it.each<[Role, readonly string[]]>([
    ["admin", methodActions],
    ["growth", methodActions],
    ["on-call", ["hold"]],
    ["executive", []],
  ])("%s", (role, may) => {
    expect(methodActions.filter((action) => hasRight(role, methodMoves[action].right))).toEqual(may);
  });
});

describe("any life", () => {
  const steps = fc.array(
    fc.record({ action: fc.constantFrom(...methodActions), hours: fc.integer({ min: -50, max: 50 }) }),
    {
      maxLength: 25,
    },
  );
  it("never leaves the table, never comes back from retirement, and keeps the time of a launch that has happened", () => {
    fc.assert(
      fc.property(steps, (life) => {
        let stored: { state: MethodState; launchedAt: Date | null } = { state: "draft", launchedAt: null };
        for (const [hour, { action, hours }] of life.entries()) {
          const at = new Date(now.getTime() + hour * 3_600_000);
          const state = methodState(stored.state, stored.launchedAt, at);
          const launchAt = new Date(at.getTime() + hours * 3_600_000);
          const move = moveMethod({ state, launchedAt: stored.launchedAt }, action, { now: at, launchAt });
          expect(move.ok).toBe(allowed[state].includes(action));
          if (!move.ok) continue;
          if (["launched", "held"].includes(state)) expect(move.launchedAt).toEqual(stored.launchedAt);
          expect(state).not.toBe("retired");
          stored = { state: move.state, launchedAt: move.launchedAt };
        }
      }),
    );
  });
});
