const units = [
  { name: "day", ms: 86_400_000 },
  { name: "h", ms: 3_600_000 },
  { name: "min", ms: 60_000 },
  { name: "s", ms: 1_000 },
] as const;

/**
 * A length of time in its largest unit, or its two largest ("3 h 20 min"). Rounds down, so that "2 h" has fully passed.
 */
export function durationText(ms: number, parts: 1 | 2 = 1): string {
  const length = Math.max(0, ms);
  const first = units.findIndex((unit) => length >= unit.ms);
  const largest = units[first];
  if (largest === undefined) return "0 s";
  const whole = Math.floor(length / largest.ms);
  const head = unitText(whole, largest.name);
  const next = units[first + 1];
  if (parts === 1 || next === undefined) return head;
  const rest = Math.floor((length - whole * largest.ms) / next.ms);
  return rest === 0 ? head : `${head} ${unitText(rest, next.name)}`;
}

function unitText(count: number, name: string): string {
  return name === "day" ? `${count} ${count === 1 ? "day" : "days"}` : `${count} ${name}`;
}
