import type { CellDto } from "@/lib/contracts/cells.ts";
import { rateInterval } from "@/lib/core/rates/rate-interval.ts";

const count = (value: number) => value.toLocaleString("en-US");

/** A share as a count in a thousand: "3.1", "0.24", "0". */
function perThousand(share: number): string {
  const value = share * 1_000;
  const digits = value >= 100 || value === 0 ? 0 : value >= 1 ? 1 : 2;
  return value.toFixed(digits);
}

/** How a group's messages ended. */
export interface Arrivals {
  readonly exposures: number;
  readonly suspected: number;
  /** Neither arrived nor refused. */
  readonly silent: number;
  /** Did not arrive: silent or refused, of all messages. */
  readonly missedShare: number;
}

/** Null when there is nothing that may be shown. */
export function arrivalsOf(cell: CellDto | undefined): Arrivals | null {
  if (cell === undefined || cell.signals === null || cell.suppressed) return null;
  const { exposures, delivered, failed } = cell;
  if (exposures === null || exposures === 0 || delivered === null || failed === null) return null;
  return {
    exposures,
    suspected: cell.signals.suspected_block,
    silent: Math.max(0, exposures - delivered - failed),
    missedShare: Math.max(0, exposures - delivered) / exposures,
  };
}

/** "12 suspected blocks, inferred: 3.1 per 1,000 messages (95 % interval 1.6 to 5.4)." */
export function suspectedSentence({ exposures, suspected }: Arrivals): string {
  const interval = rateInterval(suspected, exposures);
  if (suspected === 0 || interval === null) {
    return "No block is suspected so far. That is no proof of none: a silence must first last long enough, and the number must know what its ordinary silences look like.";
  }
  const name = suspected === 1 ? "suspected block" : "suspected blocks";
  return (
    `${count(suspected)} ${name}, inferred: ${perThousand(interval.rate)} per 1,000 messages ` +
    `(95 % interval ${perThousand(interval.low)} to ${perThousand(interval.high)}).`
  );
}

/** What is ordinary, to hold a suspicion against; `usual` null: it cannot be told. */
export function baselineSentence(own: Arrivals, usual: Arrivals | null): string {
  const here = `${perThousand(own.missedShare)} of 1,000 messages did not arrive here`;
  if (usual === null) return `${here}. What is ordinary cannot be told yet.`;
  return `${here}; over everything you sent it is ${perThousand(usual.missedShare)}. Most of these are phones that are off or numbers that are gone, not blocks.`;
}

/** How often such a suspicion is wrong. Measured: lib/services/suspected-blocks/error-rate.db.test.ts. */
export function errorSentence(expectedFalseShare: number | null): string {
  const measured =
    "When the method was tried on invented people whose blocks were known, about 15 in 100 suspicions were wrong and about one block in seven was missed.";
  if (expectedFalseShare === null) return measured;
  const wrong = Math.round(expectedFalseShare * 100);
  return `${measured} Of the suspicions on your own numbers about ${wrong} in 100 are expected to be wrong.`;
}

/** What nobody can say yet. */
export function openSentence({ silent }: Arrivals): string {
  if (silent === 0) return "Every message has arrived or was refused: nothing waits to be judged.";
  const [messages, have] = silent === 1 ? ["message", "has"] : ["messages", "have"];
  return `${count(silent)} ${messages} ${have} neither arrived nor been refused. Silence is judged after 48 hours and a second message, once the number has had 100 such silences.`;
}
