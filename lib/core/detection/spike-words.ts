import type { RiseExplanation } from "../attribution/explain-rise.ts";
import type { StreamKind } from "./stream-stand.ts";

/** What the two sentences about a spike are made from. Names are as people know them. */
export interface SpikeToTell {
  readonly numberName: string;
  readonly kind: StreamKind;
  /** The likeliest first day, YYYY-MM-DD. */
  readonly startDate: string;
  /** Null while it goes on. */
  readonly endDate: string | null;
  readonly ratio: number;
  readonly ratioInterval: readonly [number, number];
  readonly signals: number;
  readonly expected: number;
  /** Null: not looked at yet. */
  readonly explanation: Pick<RiseExplanation, "rules" | "external" | "orderFlips"> | null;
  /** How people call a value of a dimension. */
  readonly nameOf: (dimension: string, value: string) => string;
}

const kindNames: Readonly<Record<StreamKind, string>> = {
  block: "Blocks",
  report: "Reports",
  opt_out: "Opt-outs",
  suspected_block: "Suspected blocks (inferred)",
  negative: "Blocks, reports and opt-outs together",
};

/** Two sentences on a spike: how large, and what it goes along with. They say what was counted, and never why. */
export function spikeWords(spike: SpikeToTell): string {
  return `${sizeSentence(spike)} ${causeSentence(spike)}`;
}

/** "blocks at 3.9 times the usual rate", to follow the name of a number. */
export function spikeTitle(kind: StreamKind, ratio: number): string {
  const name = kindNames[kind];
  return `${name.charAt(0).toLowerCase()}${name.slice(1)} at ${times(ratio)} times the usual rate`;
}

/** How large a spike is, in one sentence. `numberName`: of the number, or of the slice that was looked at. */
export function sizeSentence(spike: Omit<SpikeToTell, "explanation" | "nameOf">): string {
  const { numberName, kind, startDate, endDate, ratio, ratioInterval, signals, expected } = spike;
  const verb = endDate === null ? "have stood" : "stood";
  const until = endDate === null ? "since about" : "from about";
  const end = endDate === null ? startDate : `${startDate} to ${endDate}`;
  return (
    `${kindNames[kind]} on ${numberName} ${verb} at ${times(ratio)} times the usual rate ` +
    `(${times(ratioInterval[0])} to ${times(ratioInterval[1])}) ${until} ${end}: ` +
    `${count(signals)} where about ${count(expected)} were expected.`
  );
}

/** What a rise goes along with, in one sentence. */
export function causeSentence({ explanation, nameOf }: Pick<SpikeToTell, "explanation" | "nameOf">): string {
  if (explanation === null) return "What it goes along with is being counted.";
  const { causes, unexplained } = explanation.rules.last;
  const first = causes[0];
  if (first === undefined) {
    return explanation.external
      ? "It runs through everything that was sent: no source, campaign or template stands out."
      : "No source, campaign or template that is large enough to name stands out.";
  }
  const name = (where: Readonly<Record<string, string>>) =>
    Object.entries(where)
      .map(([dimension, value]) => nameOf(dimension, value))
      .join(" with ");
  const others = causes.slice(1, 3).map(({ where, share }) => `${name(where)} (${percent(share.value)})`);
  const twins = first.alsoConsistentWith.slice(0, 2).map(name);
  const rest = unexplained !== null && unexplained >= 0.1 ? `, ${percent(unexplained)} is unexplained` : "";
  return (
    `${percent(first.share.value)} of the excess (${percent(first.share.low)} to ${percent(first.share.high)}) goes along with ` +
    name(first.where) +
    (first.rateRatio === null ? "" : `, at ${times(first.rateRatio)} times the rate of the rest`) +
    (others.length === 0 ? "" : `; then with ${others.join(" and ")}`) +
    rest +
    (twins.length === 0 ? "" : `; these counts cannot tell it from ${twins.join(" or ")}`) +
    (explanation.orderFlips ? "; another rule of touch names another first" : "") +
    " (an association, not a proven cause)."
  );
}

const times = (ratio: number) => (ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1));
const percent = (share: number) => `${Math.round(share * 100)} %`;
const count = (value: number) =>
  (value >= 10 ? Math.round(value) : Math.round(value * 10) / 10).toLocaleString("en-US");
