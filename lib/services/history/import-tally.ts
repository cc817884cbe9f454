import type { HistoryImportResult, RejectedRow } from "../../contracts/history.ts";
import { importNotes, type NoteKind } from "../../core/history/import-notes.ts";
import { WithinFile } from "../../core/history/within-file.ts";
import type { ImportSubject } from "../../core/history/import-fields.ts";
import type { JudgedBatch } from "./judge-batch.ts";

const mostListed = 1_000;

/** What one import remembers from batch to batch: counts, the first problems, what its rows spoke of. */
export class ImportTally {
  accepted = 0;
  duplicates = 0;
  rejectedCount = 0;
  readonly withinFile = new WithinFile();
  /** Whether an id exists, for every id met so far. */
  readonly known: Readonly<Record<ImportSubject, Map<string, boolean>>> = {
    "phone-number": new Map(),
    portfolio: new Map(),
    waba: new Map(),
    template: new Map(),
  };
  readonly firstObservedMs = new Map<string, number>();
  readonly #rejected: RejectedRow[] = [];
  readonly #notes = new Map<NoteKind, number>();

  /** After a batch that was looked at only. */
  countJudged(batch: JudgedBatch): void {
    this.countStored(batch, batch.changes.length);
  }

  /** After a batch of which `stored` rows were new when they were written. */
  countStored(batch: JudgedBatch, stored: number): void {
    this.accepted += stored;
    this.duplicates += batch.duplicates + batch.changes.length - stored;
    this.rejectedCount += batch.rejected.length;
    this.#rejected.push(...batch.rejected.slice(0, mostListed - this.#rejected.length));
    for (const note of batch.notes) this.#notes.set(note, (this.#notes.get(note) ?? 0) + 1);
  }

  result(): Pick<HistoryImportResult, "accepted" | "duplicates" | "rejectedCount" | "rejected" | "notes"> {
    return {
      accepted: this.accepted,
      duplicates: this.duplicates,
      rejectedCount: this.rejectedCount,
      rejected: this.#rejected,
      notes: importNotes(this.#notes),
    };
  }
}
