import type { DeclaredSourceDto } from "@/lib/contracts/declared.ts";

const labels: Readonly<Record<DeclaredSourceDto["finding"], string>> = {
  outside: "Sent, not declared",
  open: "Some not declared",
  within: "As declared",
  few: "Too few messages",
  hidden: "Too few to show",
  "no-messages": "Nothing to compare",
  "nothing-declared": "Nothing declared",
};

/** The finding in a word; only the one that is sure stands out. */
export function FindingMark({ finding }: Pick<DeclaredSourceDto, "finding">) {
  const isSure = finding === "outside";
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded px-2 py-0.5 text-xs font-semibold whitespace-nowrap ${
        isSure ? "bg-amber-soft text-amber-ink" : "bg-sunken text-ink-2"
      }`}
    >
      {isSure ? (
        <svg width="8" height="8" viewBox="0 0 12 12" aria-hidden="true" fill="currentColor">
          <path d="M6 1 11 11H1Z" />
        </svg>
      ) : null}
      {labels[finding]}
    </span>
  );
}
