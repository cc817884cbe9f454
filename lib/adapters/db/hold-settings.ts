import { usualHoldRules, type HoldMode, type HoldRules } from "../../core/holding/hold-rules.ts";
import type { HoldSetting } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export interface StoredHoldSetting extends HoldRules {
  readonly receiverCipher: Uint8Array<ArrayBuffer> | null;
  readonly target: string | null;
  readonly dryRunAcceptedAt: Date | null;
  /** Null: never set up. */
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
}

/** The rules of an organization; the usual ones where nobody has set them. */
export async function findHoldSetting(db: Db, organizationId: string): Promise<StoredHoldSetting> {
  const row = await db.holdSetting.findUnique({ where: { organizationId } });
  return row === null
    ? {
        ...usualHoldRules,
        ...{ receiverCipher: null, target: null, dryRunAcceptedAt: null, updatedAt: null, updatedBy: null },
      }
    : { ...row, mode: row.mode as HoldMode };
}

/** The same, held until the transaction ends, so that of two changes at once each sees the other. */
export async function lockHoldSetting(db: Db, organizationId: string): Promise<StoredHoldSetting> {
  await db.$executeRaw`select 1 from organization where id = ${organizationId} for no key update`;
  return findHoldSetting(db, organizationId);
}

export async function saveHoldSetting(
  db: Db,
  organizationId: string,
  { rampSteps, ...setting }: StoredHoldSetting & Pick<HoldSetting, "updatedAt" | "updatedBy">,
): Promise<void> {
  const data = { ...setting, rampSteps: [...rampSteps] };
  await db.holdSetting.upsert({
    where: { organizationId },
    create: { organizationId, ...data },
    update: data,
  });
}

/** Notes that a receiver accepted a dry run. One that was replaced meanwhile is not meant. */
export async function noteDryRun(
  db: Db,
  organizationId: string,
  receiverCipher: Uint8Array,
  at: Date,
): Promise<void> {
  await db.holdSetting.updateMany({
    where: { organizationId, receiverCipher: Uint8Array.from(receiverCipher) },
    data: { dryRunAcceptedAt: at },
  });
}

/** Organizations whose launches may be held and whose watch asks for it by itself. */
export async function listProposing(db: Db): Promise<string[]> {
  const rows = await db.holdSetting.findMany({
    where: { proposes: true, mode: { not: "off" } },
    select: { organizationId: true },
    orderBy: { organizationId: "asc" },
  });
  return rows.map(({ organizationId }) => organizationId);
}
