import type { MethodRampDto } from "@/lib/contracts/launches.ts";
import type { RampUnit } from "@/lib/core/registry/ramp.ts";

/** A figure of a ramp: a share as percent. */
export function figureWords(unit: RampUnit, figure: number): string {
  return unit === "share" ? `${(figure * 100).toFixed(1)} %` : figure.toLocaleString("en-US");
}

/** The ramp in one or two sentences: how many days went over it. Days that are not over count once they exceed it. */
export function rampVerdict({ unit, days }: MethodRampDto): string {
  const planned = days.filter(({ planned: most }) => most !== null);
  if (unit === null || planned.length === 0) {
    return "No ramp is planned. Plan one, and what comes in is held against it.";
  }
  const over = planned.filter(
    ({ planned: most, actual }) => most !== null && actual !== null && actual > most,
  );
  const ofDays = `${planned.length} ${planned.length === 1 ? "day" : "days"}`;
  if (over.length === 0) return `More than planned came on none of ${ofDays}.`;
  const worst = over.reduce((a, b) =>
    (a.actual ?? 0) / (a.planned ?? 1) >= (b.actual ?? 0) / (b.planned ?? 1) ? a : b,
  );
  const most = `${figureWords(unit, worst.actual ?? 0)} where at most ${figureWords(unit, worst.planned ?? 0)} was planned`;
  return `More than planned came on ${over.length} of ${ofDays}, furthest above it on ${worst.day}: ${most}.`;
}
