import { poisson, type Random } from "../sandbox/seeded-random.ts";

/** An exact Poisson draw at any mean, as a sum of small ones: calibration tests look at tails. */
export function drawPoisson(random: Random, mean: number): number {
  const pieces = Math.max(1, Math.ceil(mean / 25));
  let count = 0;
  for (let piece = 0; piece < pieces; piece += 1) count += poisson(random, mean / pieces);
  return count;
}

/** A standard normal draw (Box and Muller 1958). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A gamma draw with scale 1 (Marsaglia and Tsang 2000). */
export function drawGamma(random: Random, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
