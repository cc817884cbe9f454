/** "the only phone number", "both phone numbers", "all 3 phone numbers", "2 of 3 phone numbers". */
export function countOf(count: number, total: number): string {
  if (total === 1) return "the only phone number";
  if (total === 2 && count === 2) return "both phone numbers";
  return count === total ? `all ${total} phone numbers` : `${count} of ${total} phone numbers`;
}

/** "1 incident", "2 incidents". */
export function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

/** At most `most` items, then how many more there are. */
export function listWords(items: readonly string[], most: number): string {
  const more = items.length - most;
  return more <= 0 ? items.join("; ") : [...items.slice(0, most), `and ${more} more`].join("; ");
}

/** Rounded down, so that only the whole reads 100 %. */
export function percentWords(share: number): string {
  return `${Math.floor(Math.max(0, Math.min(1, share)) * 100)} %`;
}

export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
