import { z } from "zod";
import { importSubjects } from "../core/history/import-fields.ts";
import { instant, pageOf, pageQuery, rangeEnd } from "./page.ts";

/** One value that held from an instant on. Rows are judged one by one, so that a bad one never loses the good ones. */
const importedChange = z.record(z.string(), z.unknown()).meta({
  description: `One value that held from an instant on: { subject, id, field, value, at }. \`subject\` is one of ${importSubjects.join(", ")}; left out, it is phone-number. \`at\` is ISO 8601 with a zone, or Unix seconds or milliseconds.`,
  examples: [{ id: "700101", field: "quality_rating", value: "GREEN", at: "2026-05-01T09:30:00Z" }],
});

/** Limits of one import; a longer history is brought in by several. */
export const historyImportLimits = {
  rows: 100_000,
  bytes: 10 * 1024 * 1024,
  recordBytes: 64 * 1024,
  columns: 50,
} as const;

export const historyImportBody = z.strictObject({ changes: z.array(importedChange) });

export const historyImportQuery = z.strictObject({
  fileName: z.string().max(200).optional().describe("The file's name, to find the import again."),
  dryRun: z
    .enum(["true", "false"])
    .optional()
    .describe("true: nothing is stored; the answer says what an import would do."),
});

const rejectedRow = z.object({
  index: z.int().describe("Place among the rows, from 0."),
  line: z.int().nullable().describe("Line of the file, from 1; null in a JSON list."),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
});

export const historyImportResult = z.object({
  id: z.string().nullable().describe("The import, for undoing it; null for a dry run."),
  dryRun: z.boolean(),
  fileName: z.string().nullable(),
  /** How the file was read. */
  format: z.object({
    kind: z.enum(["csv", "ndjson", "json"]),
    encoding: z.string(),
    delimiter: z.string().nullable(),
  }),
  accepted: z.int(),
  duplicates: z.int().describe("Rows that said what was stored already, or a row before them."),
  rejectedCount: z.int(),
  rejected: z.array(rejectedRow).describe("The first 1,000."),
  /** What was read differently from how it was written, and what is worth knowing. */
  notes: z.array(z.object({ message: z.string(), count: z.int() })),
});
export type HistoryImportResult = z.infer<typeof historyImportResult>;
export type RejectedRow = z.infer<typeof rejectedRow>;

export const historyImportShape = z.object({
  id: z.string(),
  fileName: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string(),
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
});
export type HistoryImportDto = z.infer<typeof historyImportShape>;
export const historyImportList = pageOf(historyImportShape);

/** One change of a portfolio, WABA or template. */
export const assetChangeShape = z.object({
  id: z.string(),
  field: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** When the new value was first seen; the true moment lies between notBefore and this. */
  occurredAt: instant,
  notBefore: instant.nullable(),
  /** When it became known here. */
  recordedAt: instant,
  source: z.enum(["poll", "webhook", "import"]),
  /** The webhook delivery or the import that told of it. */
  reference: z.string().nullable(),
});
export type AssetChangeDto = z.infer<typeof assetChangeShape>;

export const assetHistoryQuery = pageQuery.extend({
  from: rangeEnd.optional(),
  to: rangeEnd.optional(),
  field: z.string().max(60).optional(),
});
export type AssetHistoryQuery = z.infer<typeof assetHistoryQuery>;
export const assetHistoryList = pageOf(assetChangeShape);

/** Current state of a WABA, in Meta's words; null means Meta does not report it or it was not read yet. */
export const wabaStateShape = z.object({
  id: z.string(),
  name: z.string().nullable(),
  portfolioId: z.string().nullable(),
  connectionId: z.string(),
  state: z.enum(["visible", "lost"]),
  accountReviewStatus: z.string().nullable(),
  businessVerificationStatus: z.string().nullable(),
  status: z.string().nullable(),
  canSendMessage: z.string().nullable(),
  ownershipType: z.string().nullable(),
  country: z.string().nullable(),
  currency: z.string().nullable(),
  timezoneId: z.string().nullable(),
  insightsEnabled: z.boolean().nullable(),
  subscribed: z.boolean().nullable(),
  firstSeenAt: instant,
  lastPolledAt: instant.nullable(),
  /** When its own node was last read. */
  detailsAt: instant.nullable(),
});
export type WabaStateDto = z.infer<typeof wabaStateShape>;
export const wabaStateList = pageOf(wabaStateShape);

/** Current state of a message template, in Meta's words. */
export const templateShape = z.object({
  id: z.string(),
  wabaId: z.string(),
  name: z.string(),
  language: z.string(),
  category: z.string().nullable(),
  previousCategory: z.string().nullable(),
  correctCategory: z.string().nullable(),
  status: z.string().nullable(),
  rejectedReason: z.string().nullable(),
  qualityScore: z.string().nullable(),
  qualityScoreAt: instant.nullable(),
  pauseTitle: z.string().nullable(),
  lastUpdatedAt: instant.nullable(),
  firstSeenAt: instant,
  observedAt: instant,
  missingSince: instant.nullable(),
});
export type TemplateDto = z.infer<typeof templateShape>;
export const templateList = pageOf(templateShape);
export const templateListQuery = pageQuery.extend({
  wabaId: z.string().max(40).optional(),
  status: z.string().max(40).optional(),
});
export type TemplateListQuery = z.infer<typeof templateListQuery>;
