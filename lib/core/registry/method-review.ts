/** An opinion that was asked for. */
export const reviewStates = ["asked", "approved", "refused"] as const;
export type ReviewState = (typeof reviewStates)[number];

/** A state as stored; a word that this version does not know counts as not answered. */
export function reviewState(stored: string): ReviewState {
  return reviewStates.find((state) => state === stored) ?? "asked";
}

interface Opinion {
  readonly personId: string;
  readonly personName: string;
  readonly state: ReviewState;
}

/** The newest opinion of each person, in the order given. @param reviews newest first. */
export function newestReviews<R extends Opinion>(reviews: readonly R[]): R[] {
  return reviews.filter(({ personId }, at) => reviews.findIndex((one) => one.personId === personId) === at);
}

/**
 * Why a launch needs a reason: somebody refused. The launch stays possible, since Staygreen asks for opinions and not for
 * permission, but then it says why. What was only asked and not answered does not hold a launch up.
 *
 * @param reviews newest first.
 * @returns a sentence for the person who launches, or null.
 */
export function launchObjection(reviews: readonly Opinion[], reason: string | null): string | null {
  if (reason !== null) return null;
  const names = newestReviews(reviews)
    .filter(({ state }) => state === "refused")
    .map(({ personName }) => personName);
  return names.length === 0
    ? null
    : `${names.join(", ")} refused this launch. To launch it all the same, give a reason.`;
}
