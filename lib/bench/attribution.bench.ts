import { attributeExcess } from "../core/attribution/attribute-excess.ts";
import { leafTable, type LeafRow } from "../core/attribution/leaf-table.ts";
import { seededRandom } from "../sandbox/seeded-random.ts";
import { drawNormal, drawPoisson } from "../testing/draw-counts.ts";
import { atMost, type Figure, quantile } from "./figure.ts";

const dimensions = ["phone", "source", "campaign", "method", "template"];
const sizes = [8, 40, 60, 12, 40];
const leaves = 10_000;
const runs = 9;

/** One attribution over 10,000 leaves of five dimensions with two causes, counting from the rows; no database. */
export function benchAttribution(): Promise<Figure[]> {
  const rows = drawRows();
  const times: number[] = [];
  let named = 0;
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    const table = leafTable(dimensions, rows);
    named = attributeExcess(table, { dispersion: 0.02 }).causes.length;
    times.push(performance.now() - began);
  }
  const [cold = Number.NaN, ...warm] = times;
  const detail = `${named} causes named; median of ${warm.length}, first run of the process ${cold.toFixed(0)} ms`;
  return Promise.resolve([
    atMost("attribution: 10,000 leaves, five dimensions", quantile(warm, 0.5), "ms", 100, detail),
  ]);
}

function drawRows(): LeafRow[] {
  const random = seededRandom(3);
  const seen = new Set<string>();
  const rows: LeafRow[] = [];
  while (rows.length < leaves) {
    const codes = sizes.map((size) => Math.floor(random() * size));
    if (seen.has(codes.join())) continue;
    seen.add(codes.join());
    const [, source, campaign, method] = codes;
    const exposures = Math.exp(3 + 1.3 * drawNormal(random));
    const times = source === 3 ? 3 : campaign === 5 && method === 2 ? 5 : 1;
    rows.push({
      attributes: codes.map((code, place) => `${"PSCMT".charAt(place)}${code}`),
      baseExposures: 28 * exposures,
      baseSignals: drawPoisson(random, 0.28 * exposures),
      exposures,
      signals: drawPoisson(random, 0.01 * exposures * times),
    });
  }
  return rows;
}
