import { worseSeverity, type Severity } from "./severity.ts";

/** What a transition is about, and the kind of incident that it opens: each cause can end only its own. */
const kinds = {
  quality_rating: "rating-fell",
  access_token: "token-dead",
  collector: "collector-silent",
  token_expiry: "token-expiring",
  webhook_subscription: "subscription-lost",
  webhooks: "webhooks-silent",
  visibility: "number-vanished",
  graph_field: "field-vanished",
  opt_outs: "opt-out-not-honoured",
  spikes: "signals-spiked",
  budget: "budget-burning",
  launch_guard: "launch-guard-harmful",
} as const;
export type TransitionField = keyof typeof kinds;
export type IncidentKind = (typeof kinds)[TransitionField];

/** What an open incident looks like to this decision; null when there is none for the fingerprint. */
export interface OpenIncidentView {
  readonly severity: Severity;
  readonly state: "open" | "acknowledged";
}

export interface TransitionView {
  readonly field: TransitionField;
  readonly to: string | null;
  readonly direction: "fell" | "improved" | "recovered";
}

/** What to write, and apart from it whether to speak. */
export type IncidentStep =
  | { kind: "none" }
  | { kind: "open"; severity: Severity; speak: "opened" }
  /** Speaks again, and needs a new acknowledgement: the problem is not the one that was acknowledged. */
  | { kind: "worsen"; severity: Severity; speak: "worsened" }
  | { kind: "improve"; severity: Severity; speak: null }
  | { kind: "resolve"; speak: "resolved" };

export const incidentKindOf = (field: TransitionField): IncidentKind => kinds[field];

/** How near a token's end is, in days, as `token_expiry` says it. */
const expirySeverity: ReadonlyMap<string | null, Severity> = new Map([
  ["14", "INFO"],
  ["7", "SEV3"],
  ["1", "SEV2"],
]);

/**
 * RED on a number that sends is SEV1, YELLOW is SEV2. What blinds us harms nobody by itself: SEV2, and SEV3 where polls
 * still see everything or only one field is missing.
 */
export function transitionSeverity(transition: TransitionView): Severity {
  switch (transition.field) {
    case "quality_rating":
      return transition.to === "RED" ? "SEV1" : "SEV2";
    case "token_expiry":
      return expirySeverity.get(transition.to) ?? "SEV2";
    case "webhooks":
    case "graph_field":
      return "SEV3";
    // Above twice the allowed rate, a budget made for 30 days is gone in under 15; a slow burn leaves time to read.
    case "budget":
      return transition.to === "fast" ? "SEV2" : "SEV3";
    case "access_token":
    case "collector":
    case "webhook_subscription":
    case "visibility":
    // People are harmed now, and one person can end it at once: worth a page.
    case "opt_outs":
    // Meta's rating follows within days, unless somebody acts first.
    case "spikes":
    case "launch_guard":
      return "SEV2";
  }
}

/** Causes that name several things: one more of them is news, though no worse by itself. */
const growing: ReadonlySet<TransitionField> = new Set([
  "visibility",
  "graph_field",
  "opt_outs",
  "spikes",
  "launch_guard",
]);

/** The next step of the incident for one cause, given one transition. Every pair of states is listed in the test. */
export function incidentStep(open: OpenIncidentView | null, transition: TransitionView): IncidentStep {
  if (open === null) {
    if (transition.direction !== "fell") return { kind: "none" };
    return { kind: "open", severity: transitionSeverity(transition), speak: "opened" };
  }
  if (transition.direction === "recovered") return { kind: "resolve", speak: "resolved" };
  const severity = transitionSeverity(transition);
  if (transition.direction === "improved") return { kind: "improve", severity, speak: null };
  const worse = severity !== open.severity && worseSeverity(severity, open.severity) === severity;
  return worse || growing.has(transition.field)
    ? { kind: "worsen", severity, speak: "worsened" }
    : { kind: "none" };
}
