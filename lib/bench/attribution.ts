/**
 * `npm run bench:attribution -- <folder>`: every case of a folder in the format of the attribution sets, one JSON line
 * each, then a summary. Time is from the rows of the file, split into fields, to the answer: adding up, coding and scan.
 */
import { attributeExcess } from "../core/attribution/attribute-excess.ts";
import { caseInput, readCases, readCaseText } from "./read-attribution-case.ts";
import { scoreAttribution, type ScoredCase } from "./score-attribution.ts";

const folder = process.argv[2];
if (folder === undefined) {
  console.error("Name a folder: npm run bench:attribution -- <folder>");
  process.exit(2);
}
const cases = readCases(folder);
// The first cases would measure the compiler: five are run once before.
for (const entry of cases.slice(0, 5)) {
  const { table, options } = caseInput(entry, readCaseText(folder, entry));
  attributeExcess(table, options);
}
const scored: ScoredCase[] = [];
for (const entry of cases) {
  const text = readCaseText(folder, entry);
  const startedAt = performance.now();
  const { table, options } = caseInput(entry, text);
  const { causes, ranked } = attributeExcess(table, options);
  const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
  console.log(
    JSON.stringify({
      case: entry.case,
      causes: causes.map((cause) => cause.where),
      ranked: ranked.map((one) => one.where),
      ms,
    }),
  );
  scored.push({
    truth: entry.root_causes,
    causes: causes.map((c) => c.where),
    ranked: ranked.map((r) => r.where),
    ms,
  });
}
console.log(JSON.stringify({ summary: scoreAttribution(scored) }));
