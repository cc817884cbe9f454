import { z } from "zod";
import { pageStates } from "../core/pages/page-look.ts";
import { instant, pageOf, pageQuery } from "./page.ts";
import { id } from "./registry.ts";

const everyHours = z
  .int("must be a whole number of hours")
  .min(1, "must be at least 1")
  .max(720, "must be at most 720 (30 days)");

export const watchedPageShape = z.object({
  id: z.string(),
  url: z.string(),
  activationMethodId: z.string().nullable(),
  sourceId: z.string().nullable(),
  addedAt: instant,
  addedBy: z.string(),
  everyHours: z.int(),
  /** False: it is not looked at any more; its versions stay. */
  watching: z.boolean(),
  nextLookAt: instant.nullable(),
  /** waiting: not looked at yet. read: the last look found its text. Anything else: why the last look did not. */
  state: z.enum(pageStates),
  /** In words, when it was not read. */
  detail: z.string().nullable(),
  lookedAt: instant.nullable(),
  /** When its text was read last: nothing is known of the page since. */
  readAt: instant.nullable(),
  failingSince: instant.nullable(),
  /** How many versions there are. */
  version: z.int(),
  /** When another text than the one before was first read. Null: never since it is watched. */
  changedAt: instant.nullable(),
});
export type WatchedPageDto = z.infer<typeof watchedPageShape>;
export const watchedPageListShape = pageOf(watchedPageShape);

export const watchedPageQuery = pageQuery.extend({
  /** With the pages of the sources that belong to it now. */
  activationMethodId: id.optional(),
  sourceId: id.optional(),
});
export type WatchedPageQuery = z.infer<typeof watchedPageQuery>;

export const watchPageBody = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: "must be a web address that begins with https:// or http://" })
    .max(2000),
  /** One of the two, or both. */
  activationMethodId: id.optional(),
  sourceId: id.optional(),
  everyHours: everyHours.default(24),
});
export type WatchPageBody = z.infer<typeof watchPageBody>;

export const updateWatchedPageBody = z.strictObject({
  everyHours: everyHours.optional(),
  watching: z.boolean().optional(),
});
export type UpdateWatchedPageBody = z.infer<typeof updateWatchedPageBody>;

const part = z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() });
export const pageVersionShape = z.object({
  version: z.int(),
  seenAt: instant,
  /** When the text before was read last: it changed in between. Null for the first version. */
  unchangedUntil: instant.nullable(),
  /** SHA-256 of the text in UTF-8. */
  textHash: z.string(),
  /** Where the page's redirects ended. */
  address: z.string(),
  addedWords: z.int(),
  removedWords: z.int(),
  /** The sealed entry; GET /api/v1/evidence/{id}/file is the whole text. */
  evidenceId: z.string(),
  /** Against the version before, long runs of the same words cut out. Null for the first version. */
  changes: z.array(part).nullable(),
});
export type PageVersionDto = z.infer<typeof pageVersionShape>;
export const pageVersionListShape = pageOf(pageVersionShape);
export const pageVersionQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(20).default(5),
});
export type PageVersionQuery = z.infer<typeof pageVersionQuery>;

/** The part of the endpoint table (endpoints.ts) about watched pages. */
export const pageEndpoints = {
  listPages: {
    method: "GET",
    path: "/api/v1/pages",
    summary: "Public pages that are looked at again and again, of a method or a source",
    right: "registry.read",
    query: watchedPageQuery,
    response: watchedPageListShape,
    status: 200,
  },
  watchPage: {
    method: "POST",
    path: "/api/v1/pages",
    summary: "Seal a public page's address and look at it from now on",
    right: "registry.write",
    body: watchPageBody,
    response: watchedPageShape,
    status: 201,
  },
  getPage: {
    method: "GET",
    path: "/api/v1/pages/{id}",
    summary: "One watched page: when it was read last and when it changed",
    right: "registry.read",
    response: watchedPageShape,
    status: 200,
  },
  updatePage: {
    method: "PATCH",
    path: "/api/v1/pages/{id}",
    summary: "Look at a page more or less often, or no longer; its versions stay",
    right: "registry.write",
    body: updateWatchedPageBody,
    response: watchedPageShape,
    status: 200,
  },
  lookAtPage: {
    method: "POST",
    path: "/api/v1/pages/{id}/look",
    summary: "Look at a page now, at most once a minute",
    right: "registry.write",
    body: z.strictObject({}),
    response: watchedPageShape,
    status: 200,
  },
  listPageVersions: {
    method: "GET",
    path: "/api/v1/pages/{id}/versions",
    summary: "What a page said, newest first, with the words that came and went",
    right: "registry.read",
    query: pageVersionQuery,
    response: pageVersionListShape,
    status: 200,
  },
} as const;
