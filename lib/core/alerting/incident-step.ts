import { worseSeverity, type Severity } from "./severity.ts";

export type IncidentKind = "rating-fell" | "token-dead";

/** What an open incident looks like to this decision; null when there is none for the fingerprint. */
export interface OpenIncidentView {
  readonly severity: Severity;
  readonly state: "open" | "acknowledged";
}

export interface TransitionView {
  readonly field: "quality_rating" | "access_token";
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

export const incidentKindOf = (field: TransitionView["field"]): IncidentKind =>
  field === "quality_rating" ? "rating-fell" : "token-dead";

/** RED on a number that sends is SEV1, YELLOW is SEV2; a dead token blinds us but harms nobody: SEV2. */
export function transitionSeverity(transition: TransitionView): Severity {
  return transition.field === "quality_rating" && transition.to === "RED" ? "SEV1" : "SEV2";
}

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
  return worse ? { kind: "worsen", severity, speak: "worsened" } : { kind: "none" };
}
