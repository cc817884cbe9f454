import type { WordingFinding, WordingRule } from "../wording/wording-finding.ts";
import { wordingRules } from "../wording/wording-finding.ts";

/** What a launch is held against, beside what opt-in wordings are asked for. */
export const checklistKeys = [
  "source",
  ...wordingRules,
  "owner",
  "evidence",
  "review",
  "ramp",
  "country",
] as const;
export type ChecklistKey = (typeof checklistKeys)[number];

/** `open`: not done, or not everywhere; `unknown`: nothing is noted that could say. */
export type ChecklistState = "done" | "open" | "unknown";

export interface ChecklistItem {
  readonly key: ChecklistKey;
  readonly state: ChecklistState;
  /** The sources at which it is open. */
  readonly sourceIds: readonly string[];
  /** How many of what is counted are right, and how many there are: current wordings of a rule, sources, opinions. */
  readonly right: number;
  readonly of: number;
}

export interface LaunchFacts {
  readonly sources: readonly { readonly id: string; readonly country: string | null }[];
  /** What people read now: the newest version in force of each source and language. */
  readonly wordings: readonly { readonly sourceId: string; readonly findings: readonly WordingFinding[] }[];
  readonly hasOwner: boolean;
  readonly hasRamp: boolean;
  /** Screenshots, files, links and watched pages. */
  readonly evidenceCount: number;
  /** The newest opinion of each person. */
  readonly reviews: readonly { readonly state: "asked" | "approved" | "refused" }[];
}

/** A method held against WhatsApp's opt-in policy and good practice, in the order of `checklistKeys`. */
export function launchChecklist(facts: LaunchFacts): ChecklistItem[] {
  const { sources, reviews } = facts;
  const withoutCountry = sources.filter(({ country }) => country === null);
  const approved = reviews.filter(({ state }) => state === "approved").length;
  const isDone = (done: boolean): ChecklistState => (done ? "done" : "open");
  const one = (key: ChecklistKey, done: boolean): ChecklistItem => ({
    ...{ key, state: isDone(done), sourceIds: [] },
    ...{ right: done ? 1 : 0, of: 1 },
  });
  return [
    {
      key: "source",
      state: isDone(sources.length > 0),
      sourceIds: [],
      right: sources.length,
      of: sources.length,
    },
    ...wordingRules.map((rule) => checkRule(rule, facts)),
    one("owner", facts.hasOwner),
    one("evidence", facts.evidenceCount > 0),
    {
      key: "review",
      state: isDone(approved > 0 && approved === reviews.length),
      sourceIds: [],
      right: approved,
      of: reviews.length,
    },
    one("ramp", facts.hasRamp),
    {
      key: "country",
      state: sources.length === 0 ? "unknown" : isDone(withoutCountry.length === 0),
      sourceIds: withoutCountry.map(({ id }) => id),
      right: sources.length - withoutCountry.length,
      of: sources.length,
    },
  ];
}

/** A rule is met when every source has a wording and each of them meets it. */
function checkRule(rule: WordingRule, { sources, wordings }: LaunchFacts): ChecklistItem {
  const isRight = (findings: readonly WordingFinding[]) =>
    findings.some((finding) => finding.rule === rule && finding.ok);
  const right = wordings.filter(({ findings }) => isRight(findings)).length;
  const failing = sources.filter(({ id }) => {
    const ofSource = wordings.filter(({ sourceId }) => sourceId === id);
    return ofSource.length === 0 || ofSource.some(({ findings }) => !isRight(findings));
  });
  return {
    key: rule,
    state: wordings.length === 0 ? "unknown" : failing.length === 0 ? "done" : "open",
    sourceIds: failing.map(({ id }) => id),
    right,
    of: wordings.length,
  };
}
