/**
 * The user's choice, in the words shown: a mean over time, per number, while nothing changes but chance and weekdays. Measured by
 * `npm run calibrate`, "levels". A base that drifts or wanders gives more.
 */
export const levelWords = {
  careful: { level: 0.01, words: "at most one false alarm per number in 25 years, on average" },
  usual: { level: 0.05, words: "at most one false alarm per number in five years, on average" },
  eager: { level: 0.25, words: "at most one false alarm per number per year, on average" },
  eagerest: { level: 1, words: "at most one false alarm per number per quarter, on average" },
} as const;
