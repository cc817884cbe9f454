/** Share of people who react at once when a message annoys them, and how fast each group does so (per hour). */
const quickShare = 0.55;
const quickRate = 1 / 5;
const slowRate = 1 / 26;

/** People who will block or report but have not done so yet. */
export interface FeedbackDelay {
  /** Adds people who will react, and returns how many react within this hour. */
  pass(newlyAnnoyed: number): number;
}

/**
 * Feedback lags the send by hours to days. Two draining pools (means 5 and 26 hours) give that lag at the cost of two
 * multiplications an hour.
 */
export function createFeedbackDelay(): FeedbackDelay {
  let quick = 0;
  let slow = 0;
  return {
    pass(newlyAnnoyed) {
      quick += newlyAnnoyed * quickShare;
      slow += newlyAnnoyed * (1 - quickShare);
      const released = quick * quickRate + slow * slowRate;
      quick -= quick * quickRate;
      slow -= slow * slowRate;
      return released;
    },
  };
}
