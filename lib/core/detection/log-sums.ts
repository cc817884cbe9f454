/** ln(eᵃ + eᵇ) without overflow; either may be −Infinity. */
export function logAddExp(a: number, b: number): number {
  if (a === -Infinity) return b;
  if (b === -Infinity) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}

/** ln Σ eˣ without overflow; −Infinity for an empty list. */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let index = 0; index < values.length; index += 1)
    largest = Math.max(largest, values[index] ?? -Infinity);
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1)
    sum += Math.exp((values[index] ?? -Infinity) - largest);
  return largest + Math.log(sum);
}
