import { ruleTitles } from "@/lib/core/wording/finding-words.ts";
import type { WordingFindingDto } from "@/lib/contracts/wording-findings.ts";
import { CheckMark } from "./check-mark.tsx";

/** More of a found place is not quoted. */
const longestQuote = 80;

interface FindingListProps {
  findings: readonly WordingFindingDto[];
  /** The text that the findings point into, and its language. */
  text: string;
  language: string;
}

/** What each rule found, what is to mend first, with the words it found and words to take. */
export function FindingList({ findings, text, language }: FindingListProps) {
  const inOrder = [...findings].sort((one, other) => Number(one.ok) - Number(other.ok));
  return (
    <ul className="space-y-2 text-sm">
      {inOrder.map((finding) => (
        <li key={finding.rule} className="flex gap-2">
          <CheckMark state={finding.ok ? "done" : "open"} />
          <div className="min-w-0">
            <p className={finding.ok ? "text-ink-2" : "font-medium"}>
              {ruleTitles[finding.rule]}
              {finding.span === null || !finding.ok ? null : (
                <>
                  :{" "}
                  <q lang={language} className="text-ink-3 break-words">
                    {quote(text, finding.span)}
                  </q>
                </>
              )}
            </p>
            {finding.ok && finding.reason === "met" ? null : (
              <p className="text-ink-2">
                {finding.message}
                {finding.ok || finding.span === null ? null : (
                  <>
                    {" "}
                    Found:{" "}
                    <q lang={language} className="break-words">
                      {quote(text, finding.span)}
                    </q>
                  </>
                )}
              </p>
            )}
            {finding.proposal === null ? null : (
              <p className="text-ink-3">
                For example:{" "}
                <q lang={language} className="break-words">
                  {finding.proposal}
                </q>
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function quote(text: string, [start, end]: readonly [number, number]): string {
  const found = text.slice(start, end).replace(/\s+/g, " ");
  return found.length <= longestQuote ? found : `${found.slice(0, longestQuote)}…`;
}

/** How many rules are met, in words. */
export function findingsSummary(findings: readonly WordingFindingDto[]): string {
  const open = findings.filter(({ ok }) => !ok).length;
  return open === 0 ? "Meets all 6 points of the opt-in policy" : `${open} of 6 points to mend`;
}
