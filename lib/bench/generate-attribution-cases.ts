/**
 * `node --import tsx lib/bench/generate-attribution-cases.ts <folder> <seed> [cases]`: fresh cases with known causes in
 * the format that bench:attribution reads, so that nothing is tuned to files that everybody has seen.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { attributionCase } from "../testing/builders/attribution-case.ts";

const [folder, seed = "1", count = "216"] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Name a folder, a seed and how many cases.");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const entries = Array.from({ length: Number(count) }, (_, number) => {
  const made = attributionCase(Number(seed), number);
  const name = `made_${seed}_${String(number).padStart(4, "0")}`;
  const lines = made.rows.map((row) =>
    [...row.attributes, row.baseExposures, row.baseSignals, row.exposures, row.signals].join(","),
  );
  const head = [...made.dimensions, "n_base", "y_base", "n_cur", "y_cur"].join(",");
  writeFileSync(path.join(folder, `${name}.csv.gz`), gzipSync([head, ...lines, ""].join("\n")));
  return {
    case: name,
    dims: made.dimensions,
    rows: lines.length,
    omega: made.omega,
    volume: made.volume,
    layer: made.layer,
    n_causes: made.causes.length,
    mix_shift: made.mixShift ? 1 : 0,
    new_value: made.newValue ? 1 : 0,
    root_causes: made.causes.map((cause) => cause.where),
  };
});
writeFileSync(path.join(folder, "cases.json"), JSON.stringify(entries, null, 1));
