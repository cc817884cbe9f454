/** Seeded calibration of shareInterval: how often it holds the share that messages were drawn with. */
import { shareInterval } from "../core/rates/share-interval.ts";
import { seededRandom } from "../sandbox/seeded-random.ts";

export interface ShareCalibration {
  readonly share: number;
  readonly whole: number;
  /** Part of the draws whose interval holds the share: at least 0.95 is promised. */
  readonly covered: number;
  /** Part of the draws whose interval lies above it: at most 0.025 is promised. This is a false mark when the share is 5 %. */
  readonly above: number;
}

/** Shares around the one that is marked, of as few messages as are marked and of more. */
export function measureShareInterval(seed: number, draws: number): ShareCalibration[] {
  const random = seededRandom(seed);
  return [0.01, 0.05, 0.3].flatMap((share) =>
    [50, 200, 1_000].map((whole) => {
      let [covered, above] = [0, 0];
      for (let draw = 0; draw < draws; draw += 1) {
        let part = 0;
        for (let message = 0; message < whole; message += 1) if (random() < share) part += 1;
        const interval = shareInterval(part, whole);
        if (interval === null) continue;
        if (interval.low > share) above += 1;
        else if (interval.high >= share) covered += 1;
      }
      return { share, whole, covered: covered / draws, above: above / draws };
    }),
  );
}

/** One line for each share and number of messages. */
export function calibrateShares(seed: number, draws: number): void {
  for (const line of measureShareInterval(seed, draws)) console.log(JSON.stringify(line));
}
