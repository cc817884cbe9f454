import { gammaTails } from "./gamma-tails.ts";

/** The share of a standard normal distribution below z. */
function normalBelow(z: number): number {
  const { below } = gammaTails(0.5, (z * z) / 2);
  return z < 0 ? (1 - below) / 2 : (1 + below) / 2;
}

/**
 * The z below which a share `probability` of a standard normal distribution lies, 0 < probability < 1. A rational first
 * guess (Abramowitz & Stegun 1964, 26.2.23, error under 4.5e-4) and three steps of Newton's method.
 */
export function normalQuantile(probability: number): number {
  const tail = Math.min(probability, 1 - probability);
  if (tail === 0.5) return 0;
  const t = Math.sqrt(-2 * Math.log(tail));
  const top = 2.515517 + t * (0.802853 + t * 0.010328);
  const bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let z = (t - top / bottom) * (probability < 0.5 ? -1 : 1);
  for (let step = 0; step < 3; step += 1) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    z -= (normalBelow(z) - probability) / density;
  }
  return z;
}
