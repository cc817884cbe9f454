import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import type { AttributionOptions } from "../core/attribution/attribute-excess.ts";
import { LeafTableBuilder, type LeafTable } from "../core/attribution/leaf-table.ts";

export type CauseName = Readonly<Record<string, string>>;

export interface CaseEntry {
  readonly case: string;
  readonly dims: readonly string[];
  readonly root_causes?: readonly CauseName[];
  readonly omega?: number;
  readonly anomaly_t?: number;
  readonly step?: number;
}

export interface CaseText {
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

export interface CaseInput {
  readonly table: LeafTable;
  readonly options: AttributionOptions;
}

/** Minutes before the anomaly that are the baseline: the published convention of the set. */
const baseMinutes = 4;

export function readCases(folder: string): CaseEntry[] {
  return JSON.parse(readFileSync(path.join(folder, "cases.json"), "utf8")) as CaseEntry[];
}

export function readCaseText(folder: string, entry: CaseEntry): CaseText {
  const text = gunzipSync(readFileSync(path.join(folder, `${entry.case}.csv.gz`))).toString("utf8");
  const [head = [], ...lines] = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  return { head, lines };
}

/** Adds the rows up to leaves. The columns tell which of the three kinds of case it is. */
export function caseInput(entry: CaseEntry, { head, lines }: CaseText): CaseInput {
  const at = (name: string) => {
    const column = head.indexOf(name);
    if (column < 0) throw new RangeError(`${entry.case}: no column ${name}`);
    return column;
  };
  const dims = entry.dims.map(at);
  const builder = new LeafTableBuilder(entry.dims);
  const leafOf = (line: readonly string[]) => builder.leafOf(dims.map((column) => line[column] ?? ""));
  if (head.includes("predict")) {
    const [real, predict] = [at("real"), at("predict")];
    for (const line of lines) {
      const leaf = leafOf(line);
      builder.add(leaf, 0, Number(line[predict]));
      builder.add(leaf, 3, Number(line[real]));
    }
    return { table: builder.build(), options: { direction: "fall", forecastGiven: true } };
  }
  if (head.includes("total")) {
    const [t, events, total] = [at("t"), at("events"), at("total")];
    for (const line of lines) {
      const step = (Number(line[t]) - (entry.anomaly_t ?? 0)) / (entry.step ?? 60);
      if (step > 0 || step < -baseMinutes) continue;
      const leaf = leafOf(line);
      builder.add(leaf, step === 0 ? 2 : 0, Number(line[total]));
      builder.add(leaf, step === 0 ? 3 : 1, Number(line[events]));
    }
    return { table: builder.build(), options: {} };
  }
  const columns = [at("n_base"), at("y_base"), at("n_cur"), at("y_cur")] as const;
  for (const line of lines) {
    const leaf = leafOf(line);
    for (const [i, column] of columns.entries()) builder.add(leaf, i as 0 | 1 | 2 | 3, Number(line[column]));
  }
  return { table: builder.build(), options: entry.omega === undefined ? {} : { dispersion: entry.omega } };
}
