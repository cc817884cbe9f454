import {
  loadRatio,
  minimumHoldHours,
  nextColour,
  sendsForFirstColour,
  templateThresholds,
} from "./colour-judgement.ts";
import type { Template } from "./world-model.ts";
import type { TemplateDynamics, WorldState } from "./world-state.ts";

const pauseHours = { 1: 3, 2: 6 } as const;

/** A template that stayed out of trouble this long starts over with its first pause. Our assumption. */
const forgivenAfterHours = 168;

/** Scores templates; a RED one pauses for 3 hours, then 6, and is disabled the third time. */
export function judgeTemplates(state: WorldState, step: number, at: number): void {
  for (const [id, dynamics] of state.templateDynamics) {
    const template = state.templates.get(id);
    if (template === undefined || dynamics.load.totalSends() === 0) continue;
    dynamics.heldHours += 1;
    dynamics.hoursSincePause += 1;
    if (dynamics.hoursSincePause > forgivenAfterHours) dynamics.pausesTaken = 0;
    if (template.status === "PAUSED") {
      unpauseWhenOver(state, template, dynamics, at);
      continue;
    }
    if (template.status !== "APPROVED") continue;
    score(state, { template, dynamics, step, at });
  }
}

function score(
  state: WorldState,
  input: { template: Template; dynamics: TemplateDynamics; step: number; at: number },
): void {
  const { template, dynamics, at } = input;
  if (template.score === "UNKNOWN" && dynamics.load.totalSends() < sendsForFirstColour) return;
  if (template.score !== "UNKNOWN" && dynamics.heldHours < minimumHoldHours) return;
  const ratio = loadRatio(dynamics.load.feedbackRate());
  const colour = nextColour(template.score, ratio, templateThresholds);
  if (colour !== template.score) {
    state.emit({
      kind: "template-score-changed",
      at,
      templateId: template.id,
      from: template.score,
      to: colour,
    });
    template.score = colour;
    template.scoredAt = at;
    dynamics.heldHours = 0;
  } else if (input.step % 24 === 0) {
    template.scoredAt = at;
  }
  if (template.score === "RED") stopSending(state, template, dynamics, at);
}

function stopSending(state: WorldState, template: Template, dynamics: TemplateDynamics, at: number): void {
  template.updatedAt = at;
  dynamics.hoursSincePause = 0;
  dynamics.heldHours = 0;
  dynamics.pausesTaken += 1;
  if (dynamics.pausesTaken === 1 || dynamics.pausesTaken === 2) {
    const hours = pauseHours[dynamics.pausesTaken];
    template.status = "PAUSED";
    dynamics.pauseHoursLeft = hours;
    state.emit({
      kind: "template-paused",
      at,
      templateId: template.id,
      ordinal: dynamics.pausesTaken,
      hours,
    });
    return;
  }
  template.status = "DISABLED";
  state.emit({ kind: "template-disabled", at, templateId: template.id });
}

function unpauseWhenOver(
  state: WorldState,
  template: Template,
  dynamics: TemplateDynamics,
  at: number,
): void {
  dynamics.pauseHoursLeft -= 1;
  if (dynamics.pauseHoursLeft <= 0) unpauseTemplate(state, template, at);
}

/** What the end of a pause does, and what `POST /{template}/unpause` does before it. */
export function unpauseTemplate(state: WorldState, template: Template, at: number): void {
  const dynamics = state.templateDynamics.get(template.id);
  template.status = "APPROVED";
  template.updatedAt = at;
  // Whoever is still RED after the hold time of a colour is paused again; that is how 3 hours become 6.
  if (dynamics !== undefined) dynamics.heldHours = 0;
  state.emit({ kind: "template-unpaused", at, templateId: template.id });
}

/** What a successful appeal does to a disabled template. */
export function reinstateTemplate(state: WorldState, template: Template, at: number): void {
  const dynamics = state.templateDynamics.get(template.id);
  if (dynamics !== undefined) {
    dynamics.pausesTaken = 0;
    dynamics.heldHours = 0;
  }
  template.status = "APPROVED";
  template.updatedAt = at;
  state.emit({ kind: "template-reinstated", at, templateId: template.id });
}
