import { csvText } from "@/lib/core/history/csv-text.ts";
import { fileName } from "./file-name.ts";
import { saveFile } from "./save-file.ts";

/** Excel takes a file without it for the encoding of the country. */
const byteOrderMark = "\uFEFF";

/** Hands a table to the browser's downloads as CSV. `name`: what it is, and of when. */
export function saveTable(name: readonly string[], rows: (string | null)[][]): void {
  const text = byteOrderMark + csvText(rows);
  saveFile(fileName(name, "csv"), new Blob([text], { type: "text/csv;charset=utf-8" }));
}
