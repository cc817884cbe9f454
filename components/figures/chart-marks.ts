/** Something that happened and may explain a turn of a curve. */
export interface ChartMark {
  /** ISO instant. */
  readonly at: string;
  readonly label: string;
}

export interface LetteredMark extends ChartMark {
  /** What stands at its line in the chart and in the list below. */
  readonly letter: string;
  readonly ms: number;
}

/** The marks that lie in the range, the oldest first, each with a letter: A to Z, then A2, B2 … */
export function letterMarks(marks: readonly ChartMark[], fromMs: number, toMs: number): LetteredMark[] {
  return marks
    .map((mark) => ({ ...mark, ms: Date.parse(mark.at) }))
    .filter(({ ms }) => ms >= fromMs && ms < toMs)
    .sort((a, b) => a.ms - b.ms || (a.label < b.label ? -1 : 1))
    .map((mark, index) => ({ ...mark, letter: letterOf(index) }));
}

function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26) + 1}`;
}
