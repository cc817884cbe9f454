/** A hash of a person with the version of the key that made it. Hexadecimal, 64 small characters. */
export interface PersonHash {
  readonly hash: string;
  readonly keyVersion: number;
}

/**
 * Which hash stands for each group of linked hashes: the one under the highest key version, among these the smallest.
 * Any order of the links, repeated or split over calls, gives the same, as long as a call names the present
 * representatives of the groups it touches.
 *
 * @returns for each hash whose representative is another one, that one.
 */
export function joinPeople(
  links: Iterable<{ readonly from: PersonHash; readonly to: PersonHash }>,
): Map<string, PersonHash> {
  const parents = new Map<string, PersonHash>();
  const hashes = new Map<string, PersonHash>();

  function rootOf(person: PersonHash): PersonHash {
    const path: string[] = [];
    let at = hashes.get(person.hash) ?? person;
    hashes.set(at.hash, at);
    for (let next = parents.get(at.hash); next !== undefined; next = parents.get(at.hash)) {
      path.push(at.hash);
      at = next;
    }
    for (const hash of path) parents.set(hash, at);
    return at;
  }

  for (const { from, to } of links) {
    const [a, b] = [rootOf(from), rootOf(to)];
    if (a.hash === b.hash) continue;
    const [winner, loser] = stands(a, b) ? [a, b] : [b, a];
    parents.set(loser.hash, winner);
  }
  return new Map([...parents.keys()].map((hash) => [hash, rootOf(hashes.get(hash) ?? missing(hash))]));
}

function stands(a: PersonHash, b: PersonHash): boolean {
  return a.keyVersion !== b.keyVersion ? a.keyVersion > b.keyVersion : a.hash < b.hash;
}

function missing(hash: string): never {
  throw new Error(`A linked hash of ${hash.length} characters was never seen.`);
}
