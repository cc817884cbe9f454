import { logGamma } from "./log-gamma.ts";

/**
 * The regularised incomplete beta function I_x(a, b): for whole numbers the chance that a binomial count of a + b − 1
 * trials with probability x reaches a. Real a and b are what lets fractional counts through. a = 0 gives 1 and b = 0
 * gives 0, the limits that the binomial reading asks for. Continued fraction of Press et al. 2007, Numerical Recipes, 6.4.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (a <= 0) return 1;
  if (b <= 0) return 0;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const factor = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? Math.min(1, (factor * continuedFraction(x, a, b)) / a)
    : Math.max(0, 1 - (factor * continuedFraction(1 - x, b, a)) / b);
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 100_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}

function notZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
