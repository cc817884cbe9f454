import type { FigureRow, FiguresDto } from "@/lib/contracts/cells.ts";
import {
  changeWords,
  countText,
  perThousand,
  rangeText,
  ruleSentences,
  toneWords,
  trendWords,
} from "./figure-words.ts";
import { volumeFloor } from "./rate-points.ts";
import { signalRate } from "./sort-rows.ts";

export const explained = [
  "gained",
  "exposures",
  "block",
  "report",
  "opt_out",
  "suspected_block",
  "rate",
  "change",
  "trend",
] as const;
export type Explained = (typeof explained)[number];

export interface Explanation {
  readonly title: string;
  /** As on the page. */
  readonly value: string;
  readonly means: string;
  readonly computed: string;
}

export type FigureFrame = Omit<FiguresDto, "data" | "total">;

const titles: Readonly<Record<Explained, string>> = {
  gained: "Contacts gained",
  exposures: "Exposures",
  block: "Blocks per 1,000",
  report: "Reports per 1,000",
  opt_out: "Opt-outs per 1,000",
  suspected_block: "Suspected blocks per 1,000 (inferred)",
  rate: "Negative signals per 1,000",
  change: "Against the period before",
  trend: "Trend",
};

const meanings: Readonly<Record<Explained, string>> = {
  gained: "People who opted in here for the first time.",
  exposures: "Messages that the business began, each to one person.",
  block: "People who blocked the number, as Meta or your systems told it.",
  report: "People who reported the number, as Meta or your systems told it.",
  opt_out: "People who said stop, in a message, in WhatsApp's own setting or in your systems.",
  suspected_block:
    "Messages stopped arriving at somebody who got them before. Meta does not tell who blocks: this is inferred, and some of them only switched their phone off.",
  rate: "Blocks, reports, opt-outs and suspected blocks together. It says what went with these messages, not what caused it.",
  change: "How many times the rate is that of the equal period right before.",
  trend: "Whether the rate rises or falls over the points of the period.",
};

export function isExplained(row: FigureRow, figure: Explained): boolean {
  return figure !== "gained" || row.gained !== null;
}

/** What a figure means and how it came about, with its numbers. */
export function explainFigure(row: FigureRow, figure: Explained, frame: FigureFrame): Explanation {
  return {
    title: titles[figure],
    value: valueText(row, figure),
    means: meanings[figure],
    computed: computedText(row, figure, frame),
  };
}

function valueText(row: FigureRow, figure: Explained): string {
  const { current } = row;
  switch (figure) {
    case "gained":
      return row.gained === null ? "does not apply" : countText(row.gained);
    case "exposures":
      return current.exposures === null ? "too few to show" : countText(current.exposures);
    case "rate":
      return current.rate === null ? noRate(row) : perThousand(current.rate);
    case "change":
      return changeWords(row.change).ratio;
    case "trend":
      return trendWords[row.trend];
    case "block":
    case "report":
    case "opt_out":
    case "suspected_block": {
      const rate = signalRate(row, figure);
      return rate === null ? noRate(row) : perThousand(rate);
    }
  }
}

function noRate(row: FigureRow): string {
  return row.current.suppressed ? "too few to show" : "no exposures";
}

function computedText(row: FigureRow, figure: Explained, frame: FigureFrame): string {
  const { current } = row;
  if (figure === "gained") {
    return `Opt-ins between ${rangeText(frame.from, frame.to)} by people who had not opted in here before.`;
  }
  if (current.suppressed || current.signals === null || current.exposures === null) {
    return `Groups with fewer than ${frame.smallGroupSize} exposures are not shown, to protect the people in them. A longer range shows more.`;
  }
  const exposures = `${countText(current.exposures)} exposures`;
  switch (figure) {
    case "exposures":
      return `Messages sent: ${rangeText(frame.from, frame.to)}. Delivered: ${countText(current.delivered ?? 0)}. Failed: ${countText(current.failed ?? 0)}.`;
    case "block":
    case "report":
    case "opt_out":
    case "suspected_block":
      return current.exposures === 0
        ? `${countText(current.signals[figure])} signals, but no message that they can be held against.`
        : `${countText(current.signals[figure])} signals by ${exposures}, times 1,000. ${ruleSentences[frame.rule]}`;
    case "rate": {
      const { block, report, opt_out, suspected_block } = current.signals;
      const negative = countText(block + report + opt_out + suspected_block);
      if (current.interval === null) {
        return `${negative} signals, but no message that they can be held against.`;
      }
      const [low, high] = current.interval;
      return `${negative} signals by ${exposures}, times 1,000. With 95 % certainty the true rate lies between ${perThousand(low)} and ${perThousand(high)}. ${ruleSentences[frame.rule]}`;
    }
    case "change": {
      const { range, tone } = changeWords(row.change);
      if (row.change === null) {
        return "One of the two periods has too few exposures to be compared.";
      }
      const before = row.previous.rate === null ? "" : `${perThousand(row.previous.rate)} per 1,000 before. `;
      return `${before}The 95 % interval of the ratio is ${range === "" ? "open" : range}: ${toneWords[tone]}. The period before: ${rangeText(frame.previousFrom, frame.previousTo)}.`;
    }
    case "trend":
      return `A test for one slope over the ${frame.pointUnit === "week" ? "weeks" : "days"} of the range. Points with fewer than ${volumeFloor} exposures are hollow: they say little.`;
  }
}

/** How the negative signals are known: "120 observed, 4 imported, 9 inferred"; null: not to be shown. */
export function basisText(row: FigureRow): string | null {
  const { basis } = row.current;
  if (basis === null) return null;
  const parts = (["observed", "imported", "inferred"] as const).flatMap((name) =>
    basis[name] === 0 ? [] : [`${countText(basis[name])} ${name}`],
  );
  return parts.length === 0 ? "no negative signals" : parts.join(", ");
}
