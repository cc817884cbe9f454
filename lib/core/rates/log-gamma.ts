/**
 * ln Γ(x) for x > 0, to about 14 significant digits: small arguments are lifted to 10 by Γ(x + 1) = x Γ(x), above that
 * Stirling's series is used (Abramowitz & Stegun 1964, 6.1.15 and 6.1.41).
 */
export function logGamma(x: number): number {
  let lifted = x;
  let product = 1;
  while (lifted < 10) {
    product *= lifted;
    lifted += 1;
  }
  const inverse = 1 / lifted;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 -
      square *
        (1 / 360 -
          square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360))))));
  return (
    (lifted - 0.5) * Math.log(lifted) - lifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
  );
}
