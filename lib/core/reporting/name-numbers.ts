interface Nameable {
  readonly id: string;
  readonly verifiedName: string | null;
  readonly displayPhoneNumber: string | null;
}

/** How a report calls each number, by id: the verified name, and the number to dial where the name is not enough. */
export function nameNumbers(numbers: readonly Nameable[]): Map<string, string> {
  const uses = new Map<string, number>();
  for (const { verifiedName } of numbers) {
    if (verifiedName !== null) uses.set(verifiedName, (uses.get(verifiedName) ?? 0) + 1);
  }
  return new Map(
    numbers.map(({ id, verifiedName, displayPhoneNumber }) => {
      const display = displayPhoneNumber ?? `number ${id}`;
      if (verifiedName === null) return [id, display];
      return [id, uses.get(verifiedName) === 1 ? verifiedName : `${verifiedName} (${display})`];
    }),
  );
}
