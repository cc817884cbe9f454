import type { ImportDto, ImportProgress } from "@/lib/contracts/imports.ts";

export const kindWords: Readonly<Record<ImportDto["kind"], string>> = {
  "opt-ins": "Opt-ins",
  exposures: "Exposures (messages sent)",
  signals: "Negative signals",
};

export const dateFormatWords = {
  iso: "Year first (2026-05-31)",
  dmy: "Day first (31/05/2026)",
  mdy: "Month first (05/31/2026)",
  "named-month": "Month by name (31 May 2026)",
  "unix-seconds": "Unix seconds",
  "unix-milliseconds": "Unix milliseconds",
  "excel-serial": "Excel day number",
} as const;

/** What became of the rows so far, in words. */
export function countWords(one: ImportProgress, dryRun: boolean): string {
  const count = (number: number) => number.toLocaleString("en");
  return dryRun
    ? `${count(one.acceptedCount)} rows in order, ${count(one.duplicateCount)} twice in the file, ${count(one.rejectedCount)} rejected`
    : `${count(one.acceptedCount)} new, ${count(one.changedCount)} changed, ${count(one.duplicateCount)} known already, ${count(one.rejectedCount)} rejected`;
}

export function rowsOf(one: ImportProgress): number {
  return one.acceptedCount + one.changedCount + one.duplicateCount + one.rejectedCount;
}

/** "1 min 20 s", "40 s". */
export function timeLeft(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes >= 60
    ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${minutes} min ${seconds % 60} s`;
}

/** "2.3 MB"; a file under 0.1 MB in whole KB: "14 KB". */
export function fileSizeWords(bytes: number): string {
  return bytes < 0.1 * 1024 * 1024
    ? `${Math.ceil(bytes / 1024)} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** How much of a file is done, in one unit: "0.8 of 2.3 MB", "3 of 14 KB". */
export function doneWords(done: number, size: number): string {
  const [of, unit] = fileSizeWords(size).split(" ");
  const part = unit === "KB" ? String(Math.ceil(done / 1024)) : (done / 1024 / 1024).toFixed(1);
  return `${part} of ${of ?? ""} ${unit ?? ""}`;
}

export const stateWords: Readonly<Record<ImportDto["state"], string>> = {
  open: "Not finished",
  done: "Done",
  cancelled: "Cancelled",
  undoing: "Being undone",
  undone: "Undone",
};
