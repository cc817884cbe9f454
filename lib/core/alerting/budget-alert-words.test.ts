import { describe, expect, it } from "vitest";
import { incidentStep, transitionSeverity } from "./incident-step.ts";
import { incidentWords, recoveryWords, type IncidentSubject } from "./incident-words.ts";

const burning: IncidentSubject = {
  ...{ kind: "budget-burning", name: "source QR flyer", wabaName: null, from: null, to: "slow" },
  ...{ heldUntil: null, seenAt: new Date("2026-06-01T00:01:00Z"), messagingLimit: null, sandbox: false },
  ...{ names: [], endsAt: null, trouble: null, spike: null, guard: null },
  budget: "Source QR flyer has used 140 % of its quality budget of 30 days.",
};

describe("words for a quality budget that burns", () => {
  it("says how fast, what was counted and what to do", () => {
    expect(incidentWords(burning)).toEqual({
      title: "source QR flyer: slow burn of the quality budget",
      summary: "Source QR flyer has used 140 % of its quality budget of 30 days.",
      action:
        "Look at which sources and campaigns have the highest rate of negative signals, newest first. If this rate is in order, set it as the allowed one.",
    });
    const fast = incidentWords({ ...burning, from: "slow", to: "fast", sandbox: true });
    expect(fast.title).toBe("Sandbox: source QR flyer: fast burn of the quality budget");
    expect(fast.action).toMatch(/^Hold the newest source or campaign/);
  });

  it.each([burning, { ...burning, to: "fast" }, { ...burning, budget: null }])(
    "never claims a cause, and leaves no hole in a sentence ($to, $budget)",
    (subject) => {
      const text = Object.values(incidentWords(subject)).join("\n");
      expect(text).not.toMatch(/because|caused|due to|undefined|null|NaN| {2}|\.\./);
    },
  );

  it("tells the end with its length", () => {
    const openedAt = new Date("2026-06-01T00:00:00Z");
    const at = new Date("2026-06-04T12:00:00Z");
    expect(recoveryWords({ name: "Shop", kind: "budget-burning", openedAt, at })).toBe(
      "Shop: the rate of negative signals is not above what the quality budget allows any more, or what was counted no longer shows it. Open for 3 d 12 h.",
    );
  });
});

describe("steps of a burn", () => {
  const step = (to: "slow" | "fast", direction: "fell" | "improved") =>
    ({ field: "budget", to, direction }) as const;

  it("a fast one is SEV2, a slow one SEV3; it speaks again when slow becomes fast, and not when it eases", () => {
    expect(transitionSeverity(step("slow", "fell"))).toBe("SEV3");
    expect(transitionSeverity(step("fast", "fell"))).toBe("SEV2");
    const slow = { severity: "SEV3", state: "acknowledged" } as const;
    expect(incidentStep(slow, step("fast", "fell"))).toEqual({
      kind: "worsen",
      severity: "SEV2",
      speak: "worsened",
    });
    expect(incidentStep(slow, step("slow", "fell"))).toEqual({ kind: "none" });
    const fast = { severity: "SEV2", state: "open" } as const;
    expect(incidentStep(fast, step("slow", "improved"))).toEqual({
      kind: "improve",
      severity: "SEV3",
      speak: null,
    });
  });
});
