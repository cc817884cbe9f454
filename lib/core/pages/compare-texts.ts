export interface TextPart {
  readonly kind: "same" | "added" | "removed";
  /** Words with a blank between them; a line break is a word of its own. */
  readonly text: string;
}

export interface TextComparison {
  readonly parts: readonly TextPart[];
  /** Counts of words, line breaks not among them. */
  readonly added: number;
  readonly removed: number;
  /** False: they differ by so much that no shortest way was sought, and what differs stands as one piece. */
  readonly isExact: boolean;
}

/** So many words that came or went are told apart one by one. */
const mostSteps = 800;

/**
 * What came and what went between two texts, word by word: the shortest way from one to the other (Myers, An O(ND)
 * Difference Algorithm and Its Variations, Algorithmica 1986), after what both begin and end with.
 */
export function compareTexts(before: string, after: string): TextComparison {
  const [old, young] = [wordsOf(before), wordsOf(after)];
  const most = Math.min(old.length, young.length);
  let start = 0;
  while (start < most && old[start] === young[start]) start += 1;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === young[young.length - 1 - end]) end += 1;
  const [gone, came] = [old.slice(start, old.length - end), young.slice(start, young.length - end)];
  const steps = shortestWay(gone, came);
  const middle: Step[] = steps ?? [
    ...gone.map((word): Step => ({ kind: "removed", word })),
    ...came.map((word): Step => ({ kind: "added", word })),
  ];
  const same = (words: readonly string[]) => words.map((word): Step => ({ kind: "same", word }));
  const all = [...same(old.slice(0, start)), ...middle, ...same(end === 0 ? [] : old.slice(-end))];
  const count = (kind: TextPart["kind"]) =>
    all.filter((step) => step.kind === kind && step.word !== "\n").length;
  return {
    parts: joinSteps(all),
    added: count("added"),
    removed: count("removed"),
    isExact: steps !== null,
  };
}

interface Step {
  readonly kind: TextPart["kind"];
  readonly word: string;
}

function wordsOf(text: string): string[] {
  return text.match(/\n|\S+/g) ?? [];
}

/** From the end of both back to the start, along the furthest points that were reached with each number of steps. */
function shortestWay(from: readonly string[], to: readonly string[]): Step[] | null {
  const rounds: Map<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let steps = 0; steps <= Math.min(mostSteps, from.length + to.length); steps++) {
    const next = new Map<number, number>();
    for (let line = -steps; line <= steps; line += 2) {
      let x = startOn(reached, line, steps);
      while (x < from.length && x - line < to.length && from[x] === to[x - line]) x += 1;
      next.set(line, x);
      if (x >= from.length && x - line >= to.length) return walkBack(rounds, from, to, steps);
    }
    rounds.push(next);
    reached = next;
  }
  return null;
}

/** Where a step onto this line leads: down from the line above (a word added) or right from the one below (one removed). */
function startOn(reached: ReadonlyMap<number, number>, line: number, steps: number): number {
  if (steps === 0) return 0;
  const above = reached.get(line + 1) ?? -1;
  const below = reached.get(line - 1) ?? -1;
  return line === -steps || (line !== steps && below < above) ? above : below + 1;
}

function walkBack(
  rounds: readonly ReadonlyMap<number, number>[],
  from: readonly string[],
  to: readonly string[],
  count: number,
): Step[] {
  const back: Step[] = [];
  let [x, y] = [from.length, to.length];
  for (let steps = count; steps > 0; steps--) {
    const reached = rounds[steps - 1] ?? new Map<number, number>();
    const line = x - y;
    const start = startOn(reached, line, steps);
    while (x > start) back.push({ kind: "same", word: from[--x] ?? "" });
    y = x - line;
    const isAdded =
      line === -steps || (line !== steps && (reached.get(line - 1) ?? -1) < (reached.get(line + 1) ?? -1));
    if (isAdded) back.push({ kind: "added", word: to[--y] ?? "" });
    else back.push({ kind: "removed", word: from[--x] ?? "" });
  }
  while (x > 0) back.push({ kind: "same", word: from[--x] ?? "" });
  return back.reverse();
}

function joinSteps(steps: readonly Step[]): TextPart[] {
  const parts: { kind: TextPart["kind"]; words: string[] }[] = [];
  for (const { kind, word } of steps) {
    const last = parts.at(-1);
    if (last?.kind === kind) last.words.push(word);
    else parts.push({ kind, words: [word] });
  }
  return parts.map(({ kind, words }) => ({ kind, text: words.join(" ").replace(/ ?\n ?/g, "\n") }));
}

/** The same comparison to be shown: of long runs of the same words only what stands beside a change. */
export function shortenSame(parts: readonly TextPart[], wordsKept: number): TextPart[] {
  return parts.map((part, at) => {
    const words = part.text.match(/\n|[^\S\n]+|\S+/g) ?? [];
    // Blanks are counted too.
    const most = 2 * wordsKept;
    if (part.kind !== "same" || words.length <= 2 * most) return part;
    const before = at === 0 ? [] : words.slice(0, most);
    const after = at === parts.length - 1 ? [] : words.slice(-most);
    return { kind: "same", text: `${before.join("")} … ${after.join("")}`.trim() };
  });
}
