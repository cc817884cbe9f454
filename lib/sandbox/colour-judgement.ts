import type { Colour } from "./world-model.ts";

/** Feedback per send that counts as perfectly ordinary; loads are expressed as multiples of it. */
const ordinaryFeedbackRate = 0.005;

export interface ColourThresholds {
  readonly yellowAbove: number;
  readonly greenBelow: number;
  readonly redAbove: number;
  readonly yellowBelow: number;
}

/** Ours, not Meta's: Meta publishes neither thresholds nor formula. */
export const numberThresholds: ColourThresholds = {
  yellowAbove: 2.4,
  greenBelow: 1.5,
  redAbove: 6,
  yellowBelow: 4,
};

/** A template is judged on its own sends only, which a single bad source fills; hence the higher bar. */
export const templateThresholds: ColourThresholds = {
  yellowAbove: 3.5,
  greenBelow: 2,
  redAbove: 6.8,
  yellowBelow: 4.5,
};

/** No colour is left before this many simulated hours, as a rating that flaps helps nobody and Meta's does not. */
export const minimumHoldHours = 28;

/** Sends before a new number or template gets its first colour. */
export const sendsForFirstColour = 600;

/** Load as a multiple of the ordinary feedback rate. */
export function loadRatio(feedbackRate: number): number {
  return feedbackRate / ordinaryFeedbackRate;
}

/** The next colour, one step at a time; leaving a colour takes a clearer load than entering it (hysteresis). */
export function nextColour(current: Colour, ratio: number, thresholds: ColourThresholds): Colour {
  switch (current) {
    case "UNKNOWN":
      return ratio > thresholds.yellowAbove ? "YELLOW" : "GREEN";
    case "GREEN":
      return ratio > thresholds.yellowAbove ? "YELLOW" : "GREEN";
    case "YELLOW":
      if (ratio > thresholds.redAbove) return "RED";
      return ratio < thresholds.greenBelow ? "GREEN" : "YELLOW";
    case "RED":
      return ratio < thresholds.yellowBelow ? "YELLOW" : "RED";
  }
}
