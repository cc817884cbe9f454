/**
 * `npm run bench:wording -- [file.jsonl …]`: the linter of opt-in wordings held against labelled ones, those of the repository when no file is named.
 * A line of JSON for each set and rule, and for each language.
 */
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { readLabelledWordings } from "./read-labelled-wordings.ts";
import { scoreWordings } from "./score-wordings.ts";

const data = new URL("data/", import.meta.url);
const named = process.argv.slice(2);
const files =
  named.length > 0
    ? named
    : readdirSync(data)
        .filter((name) => /^wordings-.*\.jsonl$/.test(name))
        .map((name) => new URL(name, data));
for (const file of files) {
  const wordings = readLabelledWordings(file);
  const set = basename(String(file), ".jsonl");
  for (const language of ["all", ...new Set(wordings.map((wording) => wording.language))]) {
    const part = wordings.filter((wording) => language === "all" || wording.language === language);
    for (const { wrong, ...score } of scoreWordings(part)) {
      console.log(JSON.stringify({ set, language, ...score, ...(language === "all" ? { wrong } : {}) }));
    }
  }
}
