import type { Db } from "./open-database.ts";

export interface AnswerKey {
  readonly organizationId: string;
  readonly actorId: string;
  readonly key: string;
}

export interface StoredAnswer {
  readonly requestHash: string;
  /** Null while the first request is still running. */
  readonly status: number | null;
  /** Encrypted, since answers may show a secret that is shown once; null without a body. */
  readonly bodyCipher: Uint8Array | null;
  readonly createdAt: Date;
}

/** True for the one caller that may run; the row then says "running". */
export async function insertRunningAnswer(
  db: Db,
  key: AnswerKey,
  row: { readonly requestHash: string; readonly createdAt: Date },
): Promise<boolean> {
  const { count } = await db.idempotentAnswer.createMany({
    data: [{ ...key, ...row }],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function findAnswer(db: Db, key: AnswerKey): Promise<StoredAnswer | null> {
  const row = await db.idempotentAnswer.findUnique({
    where: { organizationId_actorId_key: { ...key } },
  });
  if (row === null) return null;
  const { requestHash, status, body, createdAt } = row;
  const bodyCipher = typeof body === "string" ? Buffer.from(body, "base64") : null;
  return { requestHash, status, bodyCipher, createdAt };
}

/** Makes an old row ours. `createdAt` names the owner: of several callers that saw the same old row one gets true. */
export async function takeOverAnswer(
  db: Db,
  key: AnswerKey,
  old: { readonly createdAt: Date; readonly status: number | null },
  row: { readonly requestHash: string; readonly createdAt: Date },
): Promise<boolean> {
  const deleted = await db.idempotentAnswer.deleteMany({
    where: { ...key, createdAt: old.createdAt, status: old.status },
  });
  return deleted.count === 1 && insertRunningAnswer(db, key, row);
}

/** Stores what was answered, unless somebody else took the row over meanwhile. */
export async function storeAnswer(
  db: Db,
  key: AnswerKey,
  owner: { readonly createdAt: Date },
  answer: { readonly status: number; readonly bodyCipher: Uint8Array },
): Promise<void> {
  await db.idempotentAnswer.updateMany({
    where: { ...key, createdAt: owner.createdAt, status: null },
    data: { status: answer.status, body: Buffer.from(answer.bodyCipher).toString("base64") },
  });
}

/** Lets the key be used again after a run that failed. */
export async function releaseAnswer(
  db: Db,
  key: AnswerKey,
  owner: { readonly createdAt: Date },
): Promise<void> {
  await db.idempotentAnswer.deleteMany({ where: { ...key, createdAt: owner.createdAt, status: null } });
}
