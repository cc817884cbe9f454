/** Percentages as they are typed ("25, 50, 100"; "25 % 100 %") as shares. What is no number stays one that the server refuses. */
export function readShares(typed: string): (number | null)[] {
  return typed
    .split(/[\s,;%]+/)
    .filter((part) => part !== "")
    .map((part) => (Number.isFinite(Number(part)) ? Number(part) / 100 : null));
}
