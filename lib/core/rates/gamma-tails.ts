import { logGamma } from "./log-gamma.ts";

const enough = 1e-16;
const mostTerms = 100_000;

/**
 * How a gamma distribution with this shape and scale 1 splits at x: the regularised incomplete gamma functions P(shape, x)
 * and Q(shape, x). P is the chance that a Poisson count with mean x reaches `shape`; a chi-square with d degrees of freedom
 * has shape d / 2 and x half the statistic. Series below shape + 1, Lentz's continued fraction above (Press et al. 2007,
 * Numerical Recipes, 6.2), so that the smaller tail never comes from a subtraction.
 */
export function gammaTails(shape: number, x: number): { below: number; above: number } {
  if (x <= 0) return { below: 0, above: 1 };
  if (x === Infinity) return { below: 1, above: 0 };
  const factor = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  if (x < shape + 1) {
    const below = Math.min(1, factor * ascendingSeries(shape, x));
    return { below, above: 1 - below };
  }
  const above = Math.min(1, factor * continuedFraction(shape, x));
  return { below: 1 - above, above };
}

function ascendingSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < mostTerms && term > sum * enough; n += 1) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

function continuedFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < mostTerms; n += 1) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / notZero(a * d + b);
    c = notZero(b + a / c);
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < enough * 4) break;
  }
  return value;
}

function notZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
