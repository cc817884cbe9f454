import { wordingLine } from "../../contracts/wordings.ts";
import { lintWording } from "../../core/wording/lint-wording.ts";
import { CliFailure, type Terminal } from "../terminal.ts";

/**
 * Answers `{"id","language","text","business"}` lines with `{"id","findings":[{"rule","ok","span"}]}`, in their order. A line that cannot be read is
 * told with its number and field, and the rest goes on.
 *
 * @throws CliFailure after the last line when one of them could not be read.
 */
export async function lintWordings(
  terminal: Pick<Terminal, "out" | "err">,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  let at = 0;
  let refused = 0;
  for await (const line of lines) {
    at += 1;
    const problems = answerLine(line.replace(/^\ufeff/, ""), terminal);
    for (const problem of problems) terminal.err(`line ${at}: ${problem}\n`);
    if (problems.length > 0) refused += 1;
  }
  if (refused > 0) throw new CliFailure([`${refused} of ${at} lines could not be read.`]);
}

/** @returns what is wrong with the line; empty when it was answered or is blank. */
function answerLine(line: string, terminal: Pick<Terminal, "out">): string[] {
  if (line.trim() === "") return [];
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch {
    return ["is not JSON"];
  }
  const read = wordingLine.safeParse(given);
  if (!read.success) {
    return read.error.issues.map(({ path, message }) => `${path.join(".") || "the line"}: ${message}`);
  }
  const findings = lintWording(read.data).map(({ rule, ok, span }) => ({ rule, ok, span }));
  terminal.out(JSON.stringify({ id: read.data.id, findings }));
  return [];
}
