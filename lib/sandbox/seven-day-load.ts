const windowHours = 168;
const halfLifeHours = 36;
const hourlyDecay = 0.5 ** (1 / halfLifeHours);
const decayAtEnd = hourlyDecay ** windowHours;

/** Sends that a fresh subject is assumed to have behind it, so that one early block is not a 100 % rate. */
const priorSends = 30;

/** Feedback and sends of the last seven simulated days, newer hours weighing more. */
export interface SevenDayLoad {
  /** Closes one simulated hour. */
  record(sends: number, feedback: number): void;
  /** Weighted feedback per weighted send, 0 to 1. */
  feedbackRate(): number;
  /** Sends of the last so many closed hours, at most 168. */
  sendsOfLast(hours: number): number;
  /** Most sends in any of the last seven days, unweighted. */
  busiestDaySends(): number;
  /** Sends since the subject exists. */
  totalSends(): number;
}

/**
 * Meta looks at seven days with more weight on the newer ones and publishes no formula; a half-life of a day and a half
 * is ours. Sums are updated in place (new hour in, 168-hour-old hour out), so that a long catch-up stays cheap.
 */
export function createSevenDayLoad(): SevenDayLoad {
  // Made with the first send: most of ten thousand numbers never get that far.
  let hours: { readonly sends: Float64Array; readonly feedback: Float64Array } | null = null;
  let position = 0;
  let weightedSends = 0;
  let weightedFeedback = 0;
  let total = 0;
  const sendsAt = (index: number) => hours?.sends[(index + windowHours) % windowHours] ?? 0;
  return {
    record(hourSends, hourFeedback) {
      if (hours === null && hourSends === 0 && hourFeedback === 0) return;
      hours ??= { sends: new Float64Array(windowHours), feedback: new Float64Array(windowHours) };
      const { sends, feedback } = hours;
      weightedSends = weightedSends * hourlyDecay + hourSends - (sends[position] ?? 0) * decayAtEnd;
      weightedFeedback =
        weightedFeedback * hourlyDecay + hourFeedback - (feedback[position] ?? 0) * decayAtEnd;
      sends[position] = hourSends;
      feedback[position] = hourFeedback;
      position = (position + 1) % windowHours;
      total += hourSends;
    },
    feedbackRate: () => Math.max(0, weightedFeedback) / (Math.max(0, weightedSends) + priorSends),
    sendsOfLast(count) {
      let sum = 0;
      for (let back = 1; back <= count; back += 1) sum += sendsAt(position - back);
      return sum;
    },
    busiestDaySends() {
      let busiest = 0;
      for (let start = 0; start < windowHours; start += 24) {
        let daySends = 0;
        for (let hour = start; hour < start + 24; hour += 1) daySends += sendsAt(position + hour);
        busiest = Math.max(busiest, daySends);
      }
      return busiest;
    },
    totalSends: () => total,
  };
}
