import type { RatingStepWindow } from "./rating-step-window.ts";
import type { StreamKind } from "./stream-stand.ts";

/** What is said about a change of the rating: what went along with it, never what Meta's reason was. */
export function ratingStepWords(step: {
  readonly from: string | null;
  readonly to: string;
  /** YYYY-MM-DD, both included. */
  readonly window: { readonly from: string; readonly to: string };
  /** Null: nothing to compare with. */
  readonly weeks: Readonly<Partial<Record<StreamKind, RatingStepWindow | null>>>;
}): string {
  const { from, to, window, weeks } = step;
  const change =
    from === null ? `the rating was ${to} at first sight` : `the rating went from ${from} to ${to}`;
  const when = `In the seven days before ${change} (${window.from} to ${window.to}, the last ones counting most)`;
  const named = kinds.flatMap(([kind, name]) => {
    const week = weeks[kind];
    return week === null || week === undefined ? [] : [{ name, week }];
  });
  const told = (finding: RatingStepWindow["finding"]) => named.filter(({ week }) => week.finding === finding);
  const [raised, lowered, usual] = [told("raised"), told("lowered"), told("usual")];
  if (raised.length + lowered.length + usual.length === 0) {
    return `${when} there is too little to compare: days are missing, hardly anything was sent, or what is usual is not known yet. Nothing can be said about signals.`;
  }
  const parts = [
    ...raised.map(({ name, week }) => `${name} stood at ${size(week)} the usual rate`),
    ...lowered.map(({ name, week }) => `${name} stood at only ${size(week)} the usual rate`),
    ...(usual.length === 0
      ? []
      : [
          `${list(usual.map(({ name }) => name))} ${usual.length === 1 ? "was" : "were"} within what is usual`,
        ]),
  ];
  const last =
    raised.length === 0
      ? "What Meta saw is not in these counts."
      : "That is what went along with it; Meta does not give its reason.";
  return `${when} ${parts.join("; ")}. ${last}`;
}

/** The sum last: it speaks when no single signal does. */
const kinds: readonly (readonly [StreamKind, string])[] = [
  ["block", "blocks"],
  ["report", "reports"],
  ["opt_out", "opt-outs"],
  ["suspected_block", "suspected blocks (inferred)"],
  ["negative", "the weighted sum of blocks, reports and opt-outs"],
];

function size({ ratio, ratioInterval }: RatingStepWindow): string {
  if (ratio === null || ratioInterval === null) return "an unknown multiple of";
  return `${times(ratio)} times (${times(ratioInterval[0])} to ${times(ratioInterval[1])})`;
}

const times = (ratio: number) => (ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1));

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
