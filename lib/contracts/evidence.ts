import { z } from "zod";
import { evidenceKinds } from "../core/evidence/evidence-kind.ts";
import { instant, pageOf, pageQuery } from "./page.ts";
import { givenInstant, id, text } from "./registry.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const linkShape = {
  /** Its place in the organization's chain: 1, 2, 3 … */
  sequence: z.int(),
  contentHash: hash,
  previousHash: hash,
  entryHash: hash,
};
const fileFacts = {
  sha256: hash,
  mediaType: z.string(),
  byteCount: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
};

/** One sealed entry: docs/evidence.md says how its hashes follow from it. */
export const evidenceShape = z.object({
  id: z.string(),
  ...linkShape,
  kind: z.enum(evidenceKinds),
  activationMethodId: z.string().nullable(),
  sourceId: z.string().nullable(),
  actorName: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  /** What it says, by kind. */
  body: z.record(z.string(), z.unknown()),
  file: z.object(fileFacts).nullable(),
  /** Canonical JSON of all of the above but the link and the file's facts: the bytes that contentHash is of. */
  content: z.string(),
});
export type EvidenceDto = z.infer<typeof evidenceShape>;
export const evidenceListShape = pageOf(evidenceShape);
export const evidenceListQuery = pageQuery.extend({
  /** Also of the sources that belong to it now. */
  activationMethodId: id.optional(),
  sourceId: id.optional(),
  kind: z.enum(evidenceKinds).optional(),
  /** oldest: as the chain runs, to check it. */
  order: z.enum(["newest", "oldest"]).default("newest"),
});
export type EvidenceListQuery = z.infer<typeof evidenceListQuery>;

const subject = {
  /** One of the two, or both. */
  activationMethodId: id.optional(),
  sourceId: id.optional(),
  note: text(1000).optional(),
  /** When it was seen so; now if absent. */
  seenAt: givenInstant.optional(),
};
export const addPageLinkBody = z.strictObject({
  kind: z.literal("page-link"),
  ...subject,
  url: z
    .url({ protocol: /^https?$/, error: "must be a web address that begins with https:// or http://" })
    .max(2000),
});
export type AddPageLinkBody = z.infer<typeof addPageLinkBody>;
export const uploadEvidenceQuery = z.strictObject({ ...subject, fileName: text(200).optional() });
export type UploadEvidenceQuery = z.infer<typeof uploadEvidenceQuery>;

/** All evidence of one method on one day, to be checked by anybody: `staygreen evidence verify <file>`. */
export const evidencePackShape = z.object({
  format: z.literal("staygreen-evidence-pack"),
  version: z.literal(1),
  organization: z.string(),
  madeAt: instant,
  madeBy: z.string(),
  method: z.object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    state: z.string(),
    owner: z.string().nullable(),
    launchedAt: instant.nullable(),
  }),
  sources: z.array(z.object({ id: z.string(), key: z.string(), name: z.string() })),
  /** Announced by Meta of any account, not ended when the pack was made; absent in packs of older versions. Not sealed. */
  restrictions: z
    .array(
      z.object({
        account: z.string(),
        type: z.string(),
        announcedAt: instant.nullable(),
        until: instant.nullable(),
      }),
    )
    .optional(),
  /** entryHash of the newest entry: note it elsewhere, and nothing can be cut off the end unseen. */
  head: hash,
  /** The whole chain, oldest first. What is not about this method has its hashes only. */
  chain: z.array(z.object({ ...linkShape, id: z.string().nullable(), content: z.string().nullable() })),
  files: z.array(
    z.object({
      ...fileFacts,
      /** Null where the pack would be larger than 40 MB: GET /api/v1/evidence/{id}/file has it. */
      base64: z.string().nullable(),
    }),
  ),
});
export type EvidencePackDto = z.infer<typeof evidencePackShape>;
export const evidencePackQuery = z.strictObject({
  /** html: for reading and printing. pdf: to hand over. zip: all of it with the files by themselves and their sums. */
  format: z.enum(["json", "html", "zip", "pdf"]).default("json"),
});
export type EvidencePackQuery = z.infer<typeof evidencePackQuery>;

/** The part of the endpoint table (endpoints.ts) about evidence. */
export const evidenceEndpoints = {
  listEvidence: {
    method: "GET",
    path: "/api/v1/evidence",
    summary: "Sealed evidence of how people were asked, of a method or a source",
    right: "registry.read",
    query: evidenceListQuery,
    response: evidenceListShape,
    status: 200,
  },
  addEvidence: {
    method: "POST",
    path: "/api/v1/evidence",
    summary:
      "Seal a page's address as JSON, or send a screenshot or PDF as it is, with its subject in the query",
    right: "registry.write",
    query: uploadEvidenceQuery,
    body: addPageLinkBody,
    uploads: ["image/png", "image/jpeg", "image/webp", "application/pdf", "application/octet-stream"],
    response: evidenceShape,
    status: 201,
  },
  getEvidenceFile: {
    method: "GET",
    path: "/api/v1/evidence/{id}/file",
    summary: "The file of an entry, byte for byte",
    right: "registry.read",
    response: z.string(),
    downloads: ["image/png", "image/jpeg", "image/webp", "application/octet-stream"],
    status: 200,
  },
  getEvidencePack: {
    method: "GET",
    path: "/api/v1/activation-methods/{id}/evidence-pack",
    summary: "All evidence of a method with the chain that holds it, dated, to be handed over",
    right: "registry.read",
    query: evidencePackQuery,
    response: evidencePackShape,
    downloads: ["application/json", "text/html", "application/zip", "application/pdf"],
    status: 200,
  },
} as const;
