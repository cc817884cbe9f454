/** Six hours at a poll every ten minutes. */
const polls = 36;

/**
 * Whether a round asks again for the fields that Meta has refused, to notice that they are back: the first round after
 * every 36 intervals by the clock. It costs one call more for a WABA where something is still refused.
 *
 * @param last the WABA's last reading; null: never, so nothing is remembered yet
 */
export function asksAgain(round: {
  readonly last: Date | null;
  readonly now: Date;
  readonly pollIntervalSeconds: number;
}): boolean {
  if (round.last === null) return false;
  const period = polls * round.pollIntervalSeconds * 1000;
  const turn = (at: Date) => Math.floor(at.getTime() / period);
  return turn(round.now) !== turn(round.last);
}
