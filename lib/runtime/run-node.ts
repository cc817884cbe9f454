import { spawn } from "node:child_process";

/** How a child process ended, and everything it printed. */
export interface NodeOutcome {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs this Node.js again with other arguments and waits for its end; the child's output is kept, not shown.
 *
 * @param args a script and its arguments.
 * @param options.environment added to this process's own environment.
 */
export function runNode(
  args: readonly string[],
  options: { readonly cwd: string; readonly environment?: Readonly<Record<string, string>> },
): Promise<NodeOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString("utf8") }));
  });
}
