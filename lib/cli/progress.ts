import type { Terminal } from "./terminal.ts";

const barWidth = 24;

export interface Progress {
  /** `done` of `total`, and what that is: "2.5 of 10.0 MB sent". */
  update(done: number, total: number, text: string): void;
  /** Leaves the line. */
  end(): void;
}

/** A bar that is drawn over itself for a person; for a file or a pipe, a line at each quarter. */
export function startProgress(terminal: Terminal): Progress {
  let [shown, quarter] = ["", -1];
  return {
    update: (done, total, text) => {
      const share = total <= 0 ? 0 : Math.min(1, done / total);
      if (!terminal.interactive) {
        const reached = Math.floor(share * 4);
        if (reached > quarter) terminal.err(`${text}\n`);
        quarter = Math.max(quarter, reached);
        return;
      }
      const filled = Math.round(share * barWidth);
      const line = `[${"#".repeat(filled)}${".".repeat(barWidth - filled)}] ${text}`;
      terminal.err(`\r${line.padEnd(shown.length)}`);
      shown = line;
    },
    end: () => {
      if (shown !== "") terminal.err("\n");
      shown = "";
    },
  };
}
