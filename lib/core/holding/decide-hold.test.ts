import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  acceptOrder,
  approveHold,
  declineHold,
  expireHold,
  failOrder,
  holdAgain,
  keepHold,
  releaseHold,
  retryOrder,
  stepBack,
  type HoldDecision,
} from "./decide-hold.ts";
import { coolDownEnd, wayBack, type Approval, type Hold } from "./hold.ts";

const hour = 3_600_000;
const start = new Date("2026-06-01T09:00:00Z");
const after = (hours: number) => new Date(start.getTime() + hours * hour);
const person = (id: string): Approval => ({ id, name: id.toUpperCase(), at: start.toISOString() });

const asked: Hold = {
  ...{
    state: "asked",
    dryRun: false,
    expiresAt: after(24),
    approvalsNeeded: 2,
    approvals: [],
    releaseApprovals: [],
  },
  ...{
    coolDownHours: 24,
    rampSteps: [0.25, 0.5, 1],
    rampStepHours: 24,
    heldAt: null,
    share: null,
    step: null,
  },
  ...{ nextStepAt: null, isKept: false, stayReason: null, order: null },
};
const must = (decision: HoldDecision | null): Hold => {
  if (decision?.ok !== true) throw new Error(decision?.reason ?? "nothing is due");
  return decision.hold;
};
const ordered = must(approveHold(must(approveHold(asked, person("ada"))), person("bea")));
const held = must(acceptOrder(ordered, start));

describe("agreeing to a hold", () => {
  it("takes two people, and then the order to send nothing goes out", () => {
    const once = approveHold(asked, person("ada"));
    expect(once).toMatchObject({ ok: true, order: null, note: "ADA agreed. 1 more must." });
    expect(approveHold(must(once), person("ada"))).toMatchObject({ ok: false });
    const twice = approveHold(must(once), person("bea"));
    expect(twice).toMatchObject({ ok: true, order: { kind: "hold", share: 0 }, hold: { state: "ordering" } });
  });

  it("takes one where the rules say so", () => {
    expect(must(approveHold({ ...asked, approvalsNeeded: 1 }, person("ada"))).state).toBe("ordering");
  });

  it("ends when somebody declines, or nobody agrees in time", () => {
    expect(declineHold(asked, "Bea", "it is the season")).toMatchObject({
      ok: true,
      hold: { state: "declined" },
      note: "Bea declined: it is the season",
    });
    expect(expireHold(asked, after(23.99))).toBeNull();
    expect(expireHold(asked, after(24))).toMatchObject({ ok: true, hold: { state: "expired" } });
    expect(expireHold(ordered, after(48))).toBeNull();
    expect(declineHold(ordered, "Bea", null)).toMatchObject({ ok: false });
  });

  it("holds nothing in a dry run", () => {
    const done = must(acceptOrder({ ...ordered, dryRun: true }, start));
    expect(done).toMatchObject({ state: "rehearsed", heldAt: null, share: null });
    expect(stepBack(done, null, after(1_000))).toBeNull();
  });
});

describe("the way back", () => {
  it("begins after the cool-down and goes step by step, each when the one before was accepted", () => {
    expect(coolDownEnd(held)).toEqual(after(24));
    expect(wayBack(held)).toEqual([
      { share: 0.25, at: after(24) },
      { share: 0.5, at: after(48) },
      { share: 1, at: after(72) },
    ]);
    expect(stepBack(held, null, after(23.99))).toBeNull();
    const first = stepBack(held, null, after(24));
    expect(first).toMatchObject({
      order: { kind: "pace", share: 0.25 },
      hold: { state: "ordering", share: 0 },
    });
    const quarter = must(acceptOrder(must(first), after(24)));
    expect(quarter).toMatchObject({ state: "ramping", share: 0.25, nextStepAt: after(48) });
    const half = must(acceptOrder(must(stepBack(quarter, null, after(48))), after(48)));
    expect(half.share).toBe(0.5);
    const last = stepBack(half, null, after(72));
    expect(last).toMatchObject({ order: { kind: "release", share: 1 } });
    expect(must(acceptOrder(must(last), after(72)))).toMatchObject({
      state: "released",
      share: 1,
      nextStepAt: null,
    });
  });

  it("stays while something speaks against it, and looks again after an hour", () => {
    const stays = stepBack(held, "an incident is open.", after(24));
    expect(stays).toMatchObject({ order: null, note: "It stays at 0 %: an incident is open." });
    expect(must(stays)).toMatchObject({
      state: "held",
      stayReason: "an incident is open.",
      nextStepAt: after(25),
    });
    expect(stepBack(must(stays), null, after(25))).toMatchObject({
      order: { share: 0.25 },
      hold: { stayReason: null },
    });
  });

  it("waits while somebody keeps it, and goes on when let go, not before the cool-down is over", () => {
    const kept = must(keepHold(held, true, "Ada", after(1)));
    expect(wayBack(kept)).toEqual([]);
    expect(stepBack(kept, null, after(200))).toBeNull();
    expect(must(keepHold(kept, false, "Ada", after(2))).nextStepAt).toEqual(after(24));
    expect(must(keepHold(kept, false, "Ada", after(200))).nextStepAt).toEqual(after(200));
    expect(keepHold(held, false, "Ada", after(2))).toMatchObject({ ok: false });
  });

  it("can be cut short by two people, and turned round by one", () => {
    const one = must(releaseHold(held, person("ada")));
    expect(one.state).toBe("held");
    expect(releaseHold(one, person("ada"))).toMatchObject({ ok: false });
    expect(releaseHold(one, person("bea"))).toMatchObject({ order: { kind: "release", share: 1 } });
    const quarter = must(acceptOrder(must(stepBack(held, null, after(24))), after(24)));
    const again = must(holdAgain(quarter, "Ada"));
    expect(again.order).toEqual({ kind: "hold", share: 0 });
    expect(must(acceptOrder(again, after(30)))).toMatchObject({
      heldAt: after(30),
      nextStepAt: after(54),
      step: null,
    });
  });
});

describe("an order that cannot be delivered", () => {
  it("leaves in force what was accepted before, until a person tries again or gives up", () => {
    const never = must(failOrder(ordered, "The receiver answered HTTP 404."));
    expect(never).toMatchObject({ state: "failed", share: null, heldAt: null });
    expect(must(declineHold(never, "Ada", null)).state).toBe("declined");
    expect(retryOrder(never, "Ada")).toMatchObject({ order: { kind: "hold", share: 0 } });
    const quarter = must(failOrder(must(stepBack(held, null, after(24))), "It could not be reached."));
    expect(quarter).toMatchObject({ state: "failed", share: 0 });
    expect(declineHold(quarter, "Ada", null)).toMatchObject({ ok: false });
    expect(releaseHold(releaseOnce(quarter), person("bea"))).toMatchObject({ order: { kind: "release" } });
  });
  const releaseOnce = (hold: Hold) => must(releaseHold(hold, person("ada")));
});

describe("whatever people, receivers and the clock do", () => {
  const people = ["ada", "bea", "cem"];
  const act = fc.record({
    what: fc.constantFrom(
      ...([
        "approve",
        "decline",
        "accept",
        "fail",
        "step",
        "object",
        "release",
        "keep",
        "let-go",
        "again",
        "retry",
      ] as const),
    ),
    who: fc.constantFrom(...people),
    wait: fc.integer({ min: 0, max: 40 }),
  });

  it("nothing is held or released early without two people, and the share never rises before the cool-down is over", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let hold = asked;
        let at = 0;
        for (const { what, who, wait } of acts) {
          at += wait;
          const now = after(at);
          const before = hold;
          const decision = take(hold, what, who, now);
          if (decision?.ok === true) hold = decision.hold;
          const agreed = (list: readonly Approval[]) => new Set(list.map(({ id }) => id)).size;
          if (hold.order !== null) expect(agreed(hold.approvals)).toBe(2);
          if (
            decision?.ok === true &&
            decision.order?.kind !== undefined &&
            decision.order.share > (before.share ?? 0)
          ) {
            const isEarly = now < (coolDownEnd(before) ?? now);
            const isRetry = what === "retry";
            if (isEarly && !isRetry) expect(agreed(hold.releaseApprovals)).toBe(2);
          }
          if (decision?.ok === true && hold.share !== null && before.share !== hold.share)
            expect(what).toBe("accept");
        }
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });

  function take(hold: Hold, what: string, who: string, now: Date): HoldDecision | null {
    switch (what) {
      case "approve":
        return approveHold(hold, person(who));
      case "decline":
        return declineHold(hold, who, null);
      case "accept":
        return acceptOrder(hold, now);
      case "fail":
        return failOrder(hold, "no");
      case "step":
        return stepBack(hold, null, now);
      case "object":
        return stepBack(hold, "no.", now);
      case "release":
        return releaseHold(hold, person(who));
      case "keep":
        return keepHold(hold, true, who, now);
      case "let-go":
        return keepHold(hold, false, who, now);
      case "again":
        return holdAgain(hold, who);
      default:
        return retryOrder(hold, who);
    }
  }
});
