import { findEvidenceFile, storeEvidenceFile } from "../../adapters/db/evidence-files.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import {
  findWatchedPage,
  holdWatchedPage,
  insertPageVersion,
  setNextLook,
  updateWatchedPage,
  type StoredWatchedPage,
} from "../../adapters/db/watched-pages.ts";
import { compareTexts } from "../../core/pages/compare-texts.ts";
import { hoursUntilNextLook, type PageLook } from "../../core/pages/page-look.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { appendEvidence } from "../evidence/append-evidence.ts";

type LookContext = Pick<ServiceContext, "db" | "organizationId" | "actor" | "clock" | "sha256" | "random">;

/**
 * Notes what a look at a page brought. Another text than the one before makes a version, which is sealed; a failure is a state with
 * its reason and leaves the versions alone. A look that began before one that is noted already says nothing new.
 *
 * @returns the page as it stands; null: there is none.
 */
export async function storeLook(
  ctx: LookContext,
  pageId: string,
  look: PageLook,
  beganAt: Date,
): Promise<StoredWatchedPage | null> {
  const { organizationId } = ctx;
  return inTransaction(ctx, async (tx) => {
    const page = await holdWatchedPage(tx, organizationId, pageId);
    if (page === null) return null;
    const now = ctx.clock.now();
    const isFailed = look.kind === "failed";
    if (page.nextLookAt !== null) {
      const hours = hoursUntilNextLook(page.everyHours, {
        isFailed,
        failedBefore: page.failingSince !== null,
      });
      await setNextLook(tx, organizationId, pageId, hours);
    }
    if (page.lookedAt === null || page.lookedAt <= beganAt) {
      if (isFailed) {
        await updateWatchedPage(tx, organizationId, pageId, {
          ...{ state: look.failure, detail: look.detail, lookedAt: now },
          failingSince: page.failingSince ?? now,
        });
      } else {
        await storeText(tx, ctx, page, look, now);
      }
    }
    return findWatchedPage(tx, organizationId, pageId);
  });
}

async function storeText(
  tx: Db,
  ctx: LookContext,
  page: StoredWatchedPage,
  { text, address }: Extract<PageLook, { kind: "text" }>,
  now: Date,
): Promise<void> {
  const { organizationId, id: pageId } = page;
  const textHash = ctx.sha256(text);
  const isNew = textHash !== page.textHash;
  const version = page.version + (isNew ? 1 : 0);
  await updateWatchedPage(tx, organizationId, pageId, {
    ...{ state: "read", detail: null, failingSince: null, lookedAt: now, readAt: now, version, textHash },
    changedAt: isNew && version > 1 ? now : page.changedAt,
  });
  if (!isNew) return;
  const before = page.textHash === null ? "" : await readPageText(tx, organizationId, page.textHash);
  const { added, removed } = compareTexts(before, text);
  const evidenceId = ctx.random.id(now);
  const words = { addedWords: added, removedWords: removed };
  await insertPageVersion(tx, {
    ...{ organizationId, pageId, version, textHash, address, evidenceId, ...words },
    seenAt: now,
    unchangedUntil: page.readAt,
  });
  const content = Uint8Array.from(Buffer.from(text, "utf8"));
  await storeEvidenceFile(tx, {
    ...{ organizationId, sha256: textHash, mediaType: "text/plain", byteCount: content.byteLength },
    ...{ width: null, height: null, content, createdAt: now },
  });
  await appendEvidence(tx, ctx, [
    {
      id: evidenceId,
      kind: "page-version",
      activationMethodId: page.activationMethodId,
      ...(page.sourceId === null ? {} : { sourceId: page.sourceId }),
      fileHash: textHash,
      occurredAt: now,
      body: {
        ...{ pageId, url: page.url, address, version, ...words },
        unchangedUntil: page.readAt?.toISOString() ?? null,
      },
    },
  ]);
}

/** The text that is kept under this hash; empty if there is none. */
export async function readPageText(db: Db, organizationId: string, textHash: string): Promise<string> {
  const file = await findEvidenceFile(db, organizationId, textHash);
  return file === null ? "" : Buffer.from(file.content).toString("utf8");
}
