import { readFileSync } from "node:fs";
import { z } from "zod";
import { wordingLine } from "../contracts/wordings.ts";
import { wordingRules } from "../core/wording/wording-finding.ts";

const labelledShape = wordingLine.extend({ labels: z.record(z.enum(wordingRules), z.boolean()) });
/** A wording and what a person says of it by docs/wording-rules.md. */
export type LabelledWording = z.infer<typeof labelledShape>;

/** @throws Error that names the line which is no labelled wording. */
export function readLabelledWordings(file: string | URL): LabelledWording[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, at) => {
    if (line.trim() === "") return [];
    const read = labelledShape.safeParse(JSON.parse(line));
    if (!read.success) throw new Error(`line ${at + 1}: ${z.prettifyError(read.error)}`);
    return [read.data];
  });
}
