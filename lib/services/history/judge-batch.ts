import { findFirstObserved, findKnownSubjects, findStoredAt } from "../../adapters/db/history-imports.ts";
import type { RejectedRow } from "../../contracts/history.ts";
import { importSubjects, type ImportSubject } from "../../core/history/import-fields.ts";
import type { NoteKind } from "../../core/history/import-notes.ts";
import {
  judgeImportRow,
  type ImportedChange,
  type ImportNote,
  type ImportRow,
} from "../../core/history/judge-import-row.ts";
import type { WithinFile } from "../../core/history/within-file.ts";
import type { ServiceContext } from "../context.ts";

export interface JudgedBatch {
  /** To be stored. */
  readonly changes: readonly ImportedChange[];
  readonly duplicates: number;
  readonly rejected: readonly RejectedRow[];
  readonly notes: readonly NoteKind[];
}

/** What judging remembers over the batches of one file. */
export interface FileMemory {
  readonly withinFile: WithinFile;
  readonly known: Readonly<Record<ImportSubject, Map<string, boolean>>>;
  /** When polls first told of a field, by subject, id and field; Infinity where they never did. */
  readonly firstObservedMs: Map<string, number>;
}

interface Candidate {
  readonly row: ImportRow;
  readonly change: ImportedChange;
  readonly notes: readonly ImportNote[];
}

const names: Readonly<Record<ImportSubject, string>> = {
  "phone-number": "phone number",
  portfolio: "portfolio",
  waba: "WABA",
  template: "template",
};

/** Decides about each row: its own form, whether its id exists, what the file said before, what is stored already. */
export async function judgeBatch(
  ctx: Pick<ServiceContext, "db" | "organizationId" | "clock">,
  memory: FileMemory,
  rows: readonly ImportRow[],
): Promise<JudgedBatch> {
  const rejected: RejectedRow[] = [];
  const reject = ({ index, line }: ImportRow, errors: readonly { path: string; message: string }[]) =>
    rejected.push({ index, line, errors: [...errors] });

  const now = ctx.clock.now();
  const formed: Candidate[] = [];
  for (const row of rows) {
    if ("fault" in row) {
      reject(row, [row.fault]);
      continue;
    }
    const judged = judgeImportRow(row.cells, now);
    if (judged.ok) formed.push({ row, change: judged.change, notes: judged.notes });
    else reject(row, judged.errors);
  }
  await learnIds(ctx, memory, formed);

  const candidates: Candidate[] = [];
  let duplicates = 0;
  for (const candidate of formed) {
    const { row, change } = candidate;
    if (memory.known[change.subject].get(change.id) !== true) {
      reject(row, [{ path: "id", message: `is not a ${names[change.subject]} that Staygreen has seen` }]);
      continue;
    }
    const noted = memory.withinFile.note(change);
    if (noted.kind === "new") candidates.push(candidate);
    else if (noted.kind === "repeated") duplicates++;
    else reject(row, [contradiction("a row before it", noted.by)]);
  }

  const notes: NoteKind[] = [];
  const changes: ImportedChange[] = [];
  for (const subject of importSubjects) {
    const own = candidates.filter(({ change }) => change.subject === subject);
    if (own.length === 0) continue;
    const ownChanges = own.map(({ change }) => change);
    await learnFirstObserved(ctx, memory, subject, ownChanges);
    const stored = await findStoredAt(ctx.db, ctx.organizationId, subject, ownChanges);
    own.forEach((candidate, place) => {
      const { change } = candidate;
      const there = stored[place];
      if (there?.known === true) duplicates++;
      else if (typeof there?.contradicts === "string") {
        reject(candidate.row, [contradiction("an earlier import", there.contradicts)]);
      } else {
        changes.push(change);
        notes.push(...candidate.notes);
        if ((memory.firstObservedMs.get(fieldKey(change)) ?? Infinity) <= change.at.getTime()) {
          notes.push("after-observed");
        }
      }
    });
  }
  rejected.sort((a, b) => a.index - b.index);
  return { changes, duplicates, rejected, notes };
}

function contradiction(by: string, value: string) {
  return { path: "value", message: `contradicts ${by}, which gives ${value} for the same instant` };
}

/** Asks which of the new ids exist, in one statement a subject kind. */
async function learnIds(
  ctx: Pick<ServiceContext, "db" | "organizationId">,
  memory: FileMemory,
  candidates: readonly Candidate[],
): Promise<void> {
  for (const subject of importSubjects) {
    const known = memory.known[subject];
    const asked = new Set(
      candidates
        .filter(({ change }) => change.subject === subject && !known.has(change.id))
        .map(({ change }) => change.id),
    );
    if (asked.size === 0) continue;
    const found = await findKnownSubjects(ctx.db, ctx.organizationId, subject, [...asked]);
    for (const id of asked) known.set(id, found.has(id));
  }
}

async function learnFirstObserved(
  ctx: Pick<ServiceContext, "db" | "organizationId">,
  memory: FileMemory,
  subject: ImportSubject,
  changes: readonly ImportedChange[],
): Promise<void> {
  const asked = new Map(
    changes
      .filter((change) => !memory.firstObservedMs.has(fieldKey(change)))
      .map((change) => [fieldKey(change), change] as const),
  );
  if (asked.size === 0) return;
  const first = await findFirstObserved(ctx.db, ctx.organizationId, subject, [...asked.values()]);
  [...asked.keys()].forEach((key, place) => {
    memory.firstObservedMs.set(key, first[place]?.getTime() ?? Infinity);
  });
}

function fieldKey(change: Pick<ImportedChange, "subject" | "id" | "field">): string {
  return [change.subject, change.id, change.field].join("\n");
}
