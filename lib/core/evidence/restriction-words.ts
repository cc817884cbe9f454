/** What Meta said of an account and what has not ended yet; the words are Meta's. */
export interface StandingRestriction {
  readonly account: string;
  readonly type: string;
  readonly announcedAt: string | null;
  /** When Meta said that it ends; null: it named no end. */
  readonly until: string | null;
}

const dayMs = 86_400_000;

/**
 * A restriction in a sentence, with the days left when it ends by itself. Meta names no date by which an appeal must be made: the
 * end of the restriction is the only date there is to count down to.
 */
export function restrictionWords(restriction: StandingRestriction, at: string): string {
  const { account, type, announcedAt, until } = restriction;
  const since = announcedAt === null ? "" : `, announced ${announcedAt.slice(0, 10)}`;
  return `${account}: ${type}${since}, ${endWords(until, at)}.`;
}

function endWords(until: string | null, at: string): string {
  if (until === null) return "without an end that Meta named";
  const days = (Date.parse(until) - Date.parse(at)) / dayMs;
  const left = days < 1 ? "less than a day" : days < 2 ? "1 day" : `${Math.floor(days)} days`;
  return `ends by itself ${until.slice(0, 16).replace("T", " ")} UTC, ${left} after this pack was made`;
}

/** What a pack says of all of them. */
export function appealWords(restrictions: readonly StandingRestriction[] | undefined, at: string): string[] {
  if (restrictions === undefined) return [];
  if (restrictions.length === 0) return ["No restriction by Meta that has not ended is known."];
  return [
    ...restrictions.map((restriction) => restrictionWords(restriction, at)),
    "Meta names no date by which an appeal must be made. Appeal while the restriction holds.",
  ];
}
