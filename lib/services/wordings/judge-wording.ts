import type { WordingFindingDto } from "../../contracts/wording-findings.ts";
import { findingMessage, proposeWording } from "../../core/wording/finding-words.ts";
import { lintWording } from "../../core/wording/lint-wording.ts";
import type { WordingFinding } from "../../core/wording/wording-finding.ts";

/** What the rules say of a wording, and the name it was held against. */
export interface JudgedWording {
  readonly business: string;
  readonly findings: readonly WordingFinding[];
}

/** Holds a wording against each of the names a business has on WhatsApp: one that people read is enough. @param names at least one. */
export function judgeWording(
  wording: { readonly language: string; readonly text: string },
  names: readonly string[],
): JudgedWording {
  const [first = "", ...others] = names;
  const findings = lintWording({ ...wording, business: first });
  const isNamed = (found: readonly WordingFinding[]) =>
    found.some(({ rule, ok }) => rule === "names-business" && ok);
  if (isNamed(findings)) return { business: first, findings };
  for (const business of others) {
    const found = lintWording({ ...wording, business });
    if (isNamed(found)) return { business, findings: found };
  }
  return { business: first, findings };
}

/** As it is answered, with words for people. */
export function toFindingDtos({ business, findings }: JudgedWording, language: string): WordingFindingDto[] {
  return findings.map((finding) => ({
    rule: finding.rule,
    ok: finding.ok,
    reason: finding.reason,
    span: finding.span === null ? null : [finding.span[0], finding.span[1]],
    message: findingMessage(finding),
    proposal: proposeWording(finding, language, business),
  }));
}
