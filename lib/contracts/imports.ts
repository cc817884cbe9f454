import { z } from "zod";
import { importFields, importKinds, type ImportFieldName } from "../core/imports/import-fields.ts";
import { dateFormats } from "../core/imports/parse-date.ts";
import { instant, pageOf, pageQuery } from "./page.ts";

export const importLimits = {
  /** Of the file's beginning, by which it is judged. */
  headBytes: 256 * 1024,
  sliceBytes: 2 * 1024 * 1024,
  fileBytes: 10 * 1024 ** 3,
  /** So many faults are kept of one file; all are counted. */
  rejections: 100_000,
  previewRows: 50,
} as const;

export const importStates = ["open", "done", "cancelled", "undoing", "undone"] as const;

const fieldNames = [
  ...new Set(importKinds.flatMap((kind) => importFields[kind].map(({ name }) => name))),
] as [ImportFieldName, ...ImportFieldName[]];
const fieldName = z.enum(fieldNames);
const dateFormat = z.enum(dateFormats);
const encoding = z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1"]);
const delimiter = z.enum([",", ";", "\t", "|"]);

/** How a file is written; what adapters/csv/file-form.ts says. */
export const importForm = z.object({
  encoding,
  bomBytes: z.int(),
  delimiter,
  quote: z.enum(['"', "'"]),
  newline: z.enum(["lf", "cr"]),
  header: z.array(z.string()),
  hasHeader: z.boolean(),
  headerLooksLikeData: z.boolean(),
  bodyOffset: z.int(),
  bodyLines: z.int(),
});
export type ImportForm = z.infer<typeof importForm>;

const fieldOrigin = z.union([z.object({ column: z.int() }), z.object({ constant: z.string() })]);
/** What is decided about the rows; what core/imports/import-mapping.ts says. */
export const importMapping = z.object({
  kind: z.enum(importKinds),
  fields: z.partialRecord(fieldName, fieldOrigin),
  dates: z.partialRecord(fieldName, z.object({ format: dateFormat, timeZone: z.string().nullable() })),
  country: z.string().nullable(),
});

/** What a person or program has decided about a file; the rest is guessed by its beginning. */
const decisions = {
  kind: z.enum(importKinds).optional(),
  /** Column of a field: its name in the header, or its place from 0. Null: no column. */
  mapping: z.partialRecord(fieldName, z.union([z.string().max(1_000), z.int().min(0), z.null()])).optional(),
  /** One value for all rows. */
  constants: z.partialRecord(fieldName, z.string().max(1_000)).optional(),
  /** For times that name no zone: Europe/Rome. */
  timeZone: z.string().min(1).max(64).optional(),
  /** For every field of time, or for each by itself. */
  dateFormat: dateFormat.optional(),
  dateFormats: z.partialRecord(fieldName, dateFormat).optional(),
  /** Country of national phone numbers, two letters: DE. */
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "must be two letters, such as DE")
    .optional(),
};
const fileBeginning = {
  fileSize: z.int().min(1).max(importLimits.fileBytes),
  /** The first 256 KB of the file, or all of it, in base64. */
  head: z.base64().max(Math.ceil(importLimits.headBytes / 3) * 4),
  encoding: encoding.optional(),
  delimiter: delimiter.optional(),
  /** Whether the first line names the columns. */
  hasHeader: z.boolean().optional(),
};

export const previewImportBody = z.strictObject({ ...fileBeginning, ...decisions });
export type PreviewImportBody = z.infer<typeof previewImportBody>;
export const createImportBody = z.strictObject({
  ...fileBeginning,
  ...decisions,
  fileName: z.string().max(200).optional(),
  /** A hash of the first 64 KB and the size: tells whether an interrupted import goes on with the same file. */
  fileMark: z.string().regex(/^[\w.:-]{8,200}$/, "must be a hash of 8 to 200 letters and digits"),
  /** Judges and counts, stores nothing. */
  dryRun: z.boolean().default(false),
});
export type CreateImportBody = z.input<typeof createImportBody>;
/** Before the first slice: the beginning is sent again, since nothing of a file is kept. */
export const updateImportBody = z.strictObject({ ...fileBeginning, ...decisions });

const fault = z.object({ field: fieldName.nullable(), message: z.string() });
export const importPreview = z.object({
  form: importForm,
  kind: z.enum(importKinds),
  kindGuess: z.object({
    kind: z.enum(importKinds),
    sure: z.enum(["high", "medium", "low"]),
    why: z.string(),
  }),
  mapping: importMapping,
  /** Every field of the kind, in the order in which they are offered. */
  fields: z.array(
    z.object({
      name: fieldName,
      label: z.string(),
      required: z.boolean(),
      isTime: z.boolean(),
      mayBeConstant: z.boolean(),
      /** Null when nothing was guessed, or a person has decided. */
      guess: z.object({ sure: z.enum(["high", "medium", "low"]), why: z.string() }).nullable(),
      /** For a mapped field of time. */
      dates: z
        .object({
          why: z.string(),
          zones: z.enum(["all", "some", "none"]),
          /** Day and month cannot be told apart: what the example means under each reading. */
          choose: z.object({ example: z.string(), dmy: z.string(), mdy: z.string() }).nullable(),
        })
        .nullable(),
    }),
  ),
  /** What must be decided before the import can begin. */
  faults: z.array(fault),
  /** The first 50 rows as they are in the file. Shown to whoever sends the file; stored nowhere. */
  rows: z.array(
    z.object({
      line: z.int(),
      cells: z.array(z.string()),
      faults: z.array(z.object({ column: z.int().nullable(), name: z.string(), message: z.string() })),
    }),
  ),
});
export type ImportPreview = z.infer<typeof importPreview>;

/** How far an import is. */
export const importProgress = z.object({
  state: z.enum(importStates),
  /** Where the next slice begins. */
  byteOffset: z.int(),
  lineCount: z.int(),
  /** New facts; of a dry run, rows in order. */
  acceptedCount: z.int(),
  /** Facts that were known and are told with other words. */
  changedCount: z.int(),
  /** Facts that were known as they are. A dry run cannot know them. */
  duplicateCount: z.int(),
  rejectedCount: z.int(),
});
export type ImportProgress = z.infer<typeof importProgress>;

export const importShape = importProgress.extend({
  id: z.string(),
  kind: z.enum(importKinds),
  fileName: z.string().nullable(),
  fileSize: z.int(),
  fileMark: z.string(),
  dryRun: z.boolean(),
  form: importForm,
  mapping: importMapping,
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
  finishedAt: instant.nullable(),
});
export type ImportDto = z.infer<typeof importShape>;

export const importListQuery = pageQuery.extend({
  /** Only imports of this file. */
  fileMark: z.string().max(200).optional(),
});
export type ImportListQuery = z.infer<typeof importListQuery>;
export const importList = pageOf(importShape);

export const sliceQuery = z.strictObject({
  offset: z.coerce.number().int().min(0),
  last: z.enum(["true", "false"]).optional(),
});
/** The alternative to raw bytes for programs that speak JSON only. */
export const sliceBody = z.strictObject({ content: z.base64() });

export const rejectionListQuery = pageQuery.extend({ format: z.enum(["json", "csv"]).default("json") });
export type RejectionListQuery = z.infer<typeof rejectionListQuery>;
const importRejection = z.object({
  line: z.int(),
  /** Name of the column; null when the row as a whole is meant. */
  column: z.string().nullable(),
  message: z.string(),
});
export const rejectionList = pageOf(importRejection);
