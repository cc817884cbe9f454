import type { ImportNote } from "./judge-import-row.ts";

export type NoteKind = ImportNote | "after-observed";

const words: Readonly<Record<NoteKind, string>> = {
  capitals: "Words of Meta's in small letters were put into capitals.",
  "unix-seconds": "Bare numbers under `at` were read as Unix seconds.",
  "unix-milliseconds": "Bare numbers under `at` were read as Unix milliseconds.",
  "after-observed":
    "Rows are newer than the first reading of their field. Where Staygreen looked itself, its own readings stand.",
};

/** What a person should hear beside the counts, in a fixed order. */
export function importNotes(counts: ReadonlyMap<NoteKind, number>): { message: string; count: number }[] {
  return (Object.keys(words) as NoteKind[]).flatMap((kind) => {
    const count = counts.get(kind) ?? 0;
    return count === 0 ? [] : [{ message: words[kind], count }];
  });
}
