/**
 * The closest sequence of rates that never falls: neighbours in the wrong order are merged into their common rate until none
 * are (pool adjacent violators; Ayer et al. 1955, Annals of Mathematical Statistics 26, 641-647). For Poisson counts this
 * is the maximum of the likelihood under order (Robertson, Wright & Dykstra 1988, 1.5). Null where nothing was weighed.
 */
export function monotoneFit(
  counts: readonly { readonly value: number; readonly weight: number }[],
): (number | null)[] {
  const blocks: { value: number; weight: number; members: number[] }[] = [];
  for (const [index, count] of counts.entries()) {
    if (count.weight <= 0) continue;
    let block = { value: count.value, weight: count.weight, members: [index] };
    for (let last = blocks.at(-1); last !== undefined && fallsFrom(last, block); last = blocks.at(-1)) {
      blocks.pop();
      block = {
        value: last.value + block.value,
        weight: last.weight + block.weight,
        members: [...last.members, ...block.members],
      };
    }
    blocks.push(block);
  }
  const fitted: (number | null)[] = counts.map(() => null);
  for (const block of blocks) {
    for (const index of block.members) fitted[index] = block.value / block.weight;
  }
  return fitted;
}

function fallsFrom(
  earlier: { value: number; weight: number },
  later: { value: number; weight: number },
): boolean {
  return earlier.value / earlier.weight > later.value / later.weight;
}
