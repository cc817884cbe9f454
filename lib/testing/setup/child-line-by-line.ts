import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

/** A child process whose lines a test reads one by one. */
export interface LineChild {
  readonly pid: number;
  /** The next line on its standard output; rejects with its standard error when it ends before. */
  nextLine(): Promise<string>;
  /** Ends it without a warning and waits until it is gone; returns the lines that it still got out. */
  killHard(): Promise<string[]>;
}

/** Starts one of the scripts beside this file. */
export function startChild(script: string, args: readonly string[]): LineChild {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", path.join(import.meta.dirname, script), ...args],
    { stdio: ["pipe", "pipe", "pipe"] },
  );
  const exited = once(child, "exit");
  const lines: AsyncIterator<string, unknown> = createInterface({ input: child.stdout })[
    Symbol.asyncIterator
  ]();
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString("utf8")));
  return {
    pid: child.pid ?? 0,
    nextLine: async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error(`${script} ended: ${complaint}`);
      return line.value;
    },
    killHard: async () => {
      child.kill("SIGKILL");
      await exited;
      const rest: string[] = [];
      for (let line = await lines.next(); line.done !== true; line = await lines.next())
        rest.push(line.value);
      return rest;
    },
  };
}
