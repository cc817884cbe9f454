import type { Ramp, RampUnit } from "@/lib/core/registry/ramp.ts";

/** An amount of a ramp as people say it. */
export function amountWords(unit: RampUnit, amount: number): string {
  if (unit === "share") return `${Number((amount * 100).toFixed(1))} % of all opt-ins`;
  return `${amount.toLocaleString("en-US")} ${unit === "opt-ins" ? "opt-ins" : "deliveries"} a day`;
}

/** A whole ramp as a sentence. */
export function rampWords(ramp: Ramp): string {
  const steps = ramp.steps.map(
    ({ fromDay, amount }) =>
      `${amountWords(ramp.unit, amount)} ${fromDay === 0 ? "at first" : `from day ${fromDay}`}`,
  );
  return `At most ${steps.join(", ")}`;
}

/** A ramp as the form shows it: one step a line, day and amount; of a share in percent. */
export function rampLines(ramp: Ramp | null): string {
  if (ramp === null) return "";
  const amount = (of: number) => (ramp.unit === "share" ? Number((of * 100).toFixed(3)) : of);
  return ramp.steps.map((step) => `${step.fromDay}: ${amount(step.amount)}`).join("\n");
}

/** What was typed as a ramp; null: none. Lines that are none become a step that the server names. */
export function typedRamp(unit: RampUnit, lines: string): { unit: RampUnit; steps: object[] } | null {
  const steps = lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [, day, amount] = /^(?:day\s+)?(\d+)\s*[:;,\s]\s*([\d.]+)\s*%?$/i.exec(line) ?? [];
      const number = amount === undefined ? line : Number(amount);
      return {
        fromDay: day === undefined ? line : Number(day),
        amount: unit === "share" && typeof number === "number" ? number / 100 : number,
      };
    });
  return steps.length === 0 ? null : { unit, steps };
}
