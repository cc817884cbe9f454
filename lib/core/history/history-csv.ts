import { csvText } from "./csv-text.ts";

export interface CsvChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly occurredAt: string;
  readonly notBefore: string | null;
  readonly recordedAt: string;
  readonly source: string;
}

/** The columns of an export. The first five are those of an import, so that a file can be brought in elsewhere. */
const historyColumns = [
  "subject",
  "id",
  "field",
  "value",
  "at",
  "from",
  "not_before",
  "recorded_at",
  "source",
] as const;

/** A history as a CSV file, in the order given. */
export function historyCsv(subject: string, id: string, changes: readonly CsvChange[]): string {
  return csvText([
    historyColumns,
    ...changes.map((change) => [
      subject,
      id,
      change.field,
      change.to,
      change.occurredAt,
      change.from,
      change.notBefore,
      change.recordedAt,
      change.source,
    ]),
  ]);
}
