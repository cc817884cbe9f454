/**
 * `npm run bench:detection -- <folder>`: runs the product's spike detection over a folder's spike.csv.gz
 * (`stream,day,delivered,events`) and its launch comparison over cohort.csv.gz (`stream,arm,delivery_day,delivered,e0..e13`), prints one JSON line per stream and a summary against truth.json where there is one.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { Bucket } from "../core/detection/clean-window.ts";
import { detectCohort, type CohortRow } from "./detect-cohort.ts";
import { detectStream } from "./detect-stream.ts";
import { scoreDetection } from "./score-detection.ts";

const truths = z.array(
  z.object({
    stream: z.coerce.string(),
    kind: z.string(),
    rate_ratio: z.number(),
    change_day: z.number().nullish(),
    omega: z.number().optional(),
  }),
);

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error("say which folder: npm run bench:detection -- <folder>");
  const told = await readTruth(path.join(folder, "truth.json"));
  const spikes = await readIfThere(path.join(folder, "spike.csv.gz"));
  const cohorts = await readIfThere(path.join(folder, "cohort.csv.gz"));
  if (spikes === null && cohorts === null)
    throw new Error(`${folder} holds neither spike.csv.gz nor cohort.csv.gz`);
  if (spikes !== null) benchSpikes(spikes, told);
  if (cohorts !== null) benchCohorts(cohorts, told);
}

function benchSpikes(text: string, told: z.infer<typeof truths> | null): void {
  const streams = readStreams(text);
  const began = performance.now();
  const results = [...streams].map(([stream, buckets]) => {
    const detected = detectStream(buckets);
    console.log(JSON.stringify({ stream, alarmDay: detected.alarmDay, log: round(detected.log) }));
    return { stream, detected };
  });
  const ms = performance.now() - began;
  const byStream = new Map(
    told?.filter(({ kind }) => kind === "spike").map((truth) => [truth.stream, truth]),
  );
  const judged = results.flatMap(({ stream, detected }) => {
    const truth = byStream.get(stream);
    return truth ? [{ truth, detected }] : [];
  });
  const lastDay = Math.max(...[...streams.values()].map((buckets) => buckets.at(-1)?.at ?? 0));
  const score = told === null ? null : scoreDetection(judged, lastDay);
  console.log(
    JSON.stringify({ summary: { kind: "spike", streams: streams.size, ms: Math.round(ms), ...score } }),
  );
}

function benchCohorts(text: string, told: z.infer<typeof truths> | null): void {
  const streams = readCohorts(text);
  const truth = new Map(told?.filter(({ kind }) => kind === "cohort").map((one) => [one.stream, one]));
  const byRatio = new Map<number, { streams: number; alarms: number; days: number }>();
  const began = performance.now();
  for (const [stream, rows] of streams) {
    const { alarmDay, log } = detectCohort(rows, 89);
    console.log(JSON.stringify({ stream, alarmDay, log: round(log) }));
    const ratio = truth.get(stream)?.rate_ratio;
    if (ratio === undefined) continue;
    const sum = byRatio.get(ratio) ?? { streams: 0, alarms: 0, days: 0 };
    sum.streams += 1;
    if (alarmDay !== null) {
      sum.alarms += 1;
      sum.days += alarmDay + 1;
    }
    byRatio.set(ratio, sum);
  }
  const ratios = [...byRatio]
    .sort(([a], [b]) => a - b)
    .map(([ratio, { streams: count, alarms, days }]) => ({
      ratio,
      streams: count,
      alarms,
      meanDayOfAlarm: alarms > 0 ? days / alarms : null,
    }));
  const ms = Math.round(performance.now() - began);
  console.log(JSON.stringify({ summary: { kind: "cohort", streams: streams.size, ms, ratios } }));
}

/** Columns in the order the format states; an empty field is not observed. */
function readCohorts(text: string): Map<string, CohortRow[]> {
  const streams = new Map<string, CohortRow[]>();
  for (const line of text.split(/\r?\n/).slice(1)) {
    if (line === "") continue;
    const [stream = "", arm, day, delivered, ...ages] = line.split(",");
    const row: CohortRow = {
      arm: arm === "new" ? "new" : "base",
      deliveryDay: Number(day),
      delivered: Number(delivered),
      events: ages.map((field) => (field === "" ? null : Number(field))),
    };
    const known = streams.get(stream);
    if (known) known.push(row);
    else streams.set(stream, [row]);
  }
  return streams;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return gunzipSync(await readFile(file)).toString("utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** A day that is not in the file, or has an empty field, is a gap. */
function readStreams(text: string): Map<string, Bucket[]> {
  const [header = "", ...lines] = text.split(/\r?\n/);
  const columns = header.replace(/^\uFEFF/, "").split(",");
  const place = (name: string) => {
    const index = columns.indexOf(name);
    if (index < 0) throw new Error(`spike.csv.gz has no column "${name}"`);
    return index;
  };
  const [stream, day, delivered, events] = [
    place("stream"),
    place("day"),
    place("delivered"),
    place("events"),
  ];
  const streams = new Map<string, Bucket[]>();
  for (const line of lines) {
    if (line === "") continue;
    const fields = line.split(",");
    const name = fields[stream] ?? "";
    const at = Number(fields[day]);
    const missing = (fields[delivered] ?? "") === "" || (fields[events] ?? "") === "";
    const bucket: Bucket = {
      at,
      exposure: missing ? 0 : Number(fields[delivered]),
      events: missing ? 0 : Number(fields[events]),
      seasons: [((at % 7) + 7) % 7],
    };
    const known = streams.get(name);
    if (known) known.push(bucket);
    else streams.set(name, [bucket]);
  }
  for (const buckets of streams.values()) buckets.sort((a, b) => a.at - b.at);
  return streams;
}

async function readTruth(file: string): Promise<z.infer<typeof truths> | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return null;
  }
  return truths.parse(JSON.parse(text));
}

function round(value: number): number | null {
  return Number.isFinite(value) ? Math.round(value * 1e6) / 1e6 : null;
}

await main(process.argv[2]);
