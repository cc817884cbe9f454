import type { CsvError } from "csv-parse";
import { FileRefused } from "../../core/history/file-refused.ts";

const quoteInMiddle = "has a quote in the middle of a cell; double it inside quotes";

const reasons = new Map<string, string>([
  ["CSV_QUOTE_NOT_CLOSED", "opens a quote that is never closed"],
  ["CSV_MAX_RECORD_SIZE", "holds a record of more than 64 KB; a quote may be open"],
  ["INVALID_OPENING_QUOTE", quoteInMiddle],
  ["CSV_INVALID_CLOSING_QUOTE", quoteInMiddle],
  ["CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE", quoteInMiddle],
]);

/** What the parser could not read, in words; the line is the one at which the record begins. */
export function explainCsvError(error: CsvError, line: number): FileRefused {
  return new FileRefused(reasons.get(error.code) ?? `is not CSV: ${error.message}`, line);
}
