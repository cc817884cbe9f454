import type { ImportForm } from "../../contracts/imports.ts";
import type { NormalizePhone } from "../../core/imports/phone-reading.ts";

/** One record of a slice; `line` counts from where the slice begins, from 1. */
export interface FileRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** Why it cannot be used; null when it can. */
  readonly broken: string | null;
}

/** Reads files as they were written; the runtime plugs the adapters in. Both readers may throw FileRefused. */
export interface ImportFiles {
  sniff(
    firstBytes: Uint8Array,
    choice: Partial<Pick<ImportForm, "encoding" | "delimiter" | "hasHeader">>,
  ): ImportForm;
  readSlice(
    form: ImportForm,
    bytes: Uint8Array,
    place: { readonly isFirst: boolean; readonly isLast: boolean; readonly mostRecords: number },
  ): {
    readonly records: readonly FileRecord[];
    readonly consumedBytes: number;
    readonly lines: number;
  };
  readonly normalizePhone: NormalizePhone;
}
