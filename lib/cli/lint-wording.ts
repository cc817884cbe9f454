/**
 * `npm run lint:wording -- <file.jsonl>`; `-` reads what is piped in. Exit code 1 when a line could not be read, 2 for wrong use.
 */
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { lintWordings } from "./commands/lint-wordings.ts";
import { CliFailure } from "./terminal.ts";

const [file] = process.argv.slice(2);
const terminal = {
  out: (line: string) => process.stdout.write(`${line}\n`),
  err: (text: string) => process.stderr.write(text),
};
process.exitCode = await run();

async function run(): Promise<0 | 1 | 2> {
  if (file === undefined) {
    terminal.err("Name a file: npm run lint:wording -- <file.jsonl>\n");
    return 2;
  }
  try {
    const input = file === "-" ? process.stdin : (await open(file)).createReadStream();
    await lintWordings(terminal, createInterface({ input, crlfDelay: Infinity }));
    return 0;
  } catch (error) {
    if (error instanceof CliFailure) {
      for (const line of error.lines) terminal.err(`${line}\n`);
      return 1;
    }
    terminal.err(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}
