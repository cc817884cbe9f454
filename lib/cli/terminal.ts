/** What the command line needs of its surroundings; tests play them. */
export interface Terminal {
  /** One line of the answer. */
  readonly out: (line: string) => void;
  /** Text beside the answer: progress and problems. */
  readonly err: (text: string) => void;
  /** A person watches: progress may be drawn over itself. */
  readonly interactive: boolean;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
}

/** The command could not be carried out. `lines` are ready to print. */
export class CliFailure extends Error {
  override readonly name = "CliFailure";
  constructor(
    readonly lines: readonly string[],
    /** 1: failed, 2: wrong use. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(lines.join("\n"));
  }
}

/** Columns as wide as their longest cell, two blanks apart. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
