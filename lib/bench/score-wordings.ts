import { lintWording } from "../core/wording/lint-wording.ts";
import { wordingRules, type WordingRule } from "../core/wording/wording-finding.ts";
import type { LabelledWording } from "./read-labelled-wordings.ts";

/** How often one rule is right. A problem is a wording that does not meet it. */
export interface RuleScore {
  readonly rule: WordingRule;
  /** Wordings, and how many of them have the problem by the person who labelled them. */
  readonly wordings: number;
  readonly problems: number;
  /** Of the problems the linter tells, so many are problems; null: it told none. */
  readonly precision: number | null;
  /** Of the problems there are, so many it tells; null: there are none. */
  readonly recall: number | null;
  /** The same for "met". */
  readonly metPrecision: number | null;
  readonly metRecall: number | null;
  /** Wordings at which it differs from the label. */
  readonly wrong: readonly string[];
}

/** Holds the linter against labels, rule by rule. */
export function scoreWordings(wordings: readonly LabelledWording[]): RuleScore[] {
  const found = wordings.map((wording) => ({ wording, findings: lintWording(wording) }));
  return wordingRules.map((rule) => {
    const pairs = found.map(({ wording, findings }) => ({
      id: String(wording.id),
      label: wording.labels[rule],
      told: findings.some((finding) => finding.rule === rule && finding.ok),
    }));
    const count = (label: boolean, told: boolean) =>
      pairs.filter((pair) => pair.label === label && pair.told === told).length;
    const [problem, missed, accused, met] = [
      count(false, false),
      count(false, true),
      count(true, false),
      count(true, true),
    ];
    return {
      rule,
      wordings: pairs.length,
      problems: problem + missed,
      precision: share(problem, accused),
      recall: share(problem, missed),
      metPrecision: share(met, missed),
      metRecall: share(met, accused),
      wrong: pairs.filter(({ label, told }) => label !== told).map(({ id }) => id),
    };
  });
}

const share = (right: number, wrong: number) => (right + wrong === 0 ? null : right / (right + wrong));
