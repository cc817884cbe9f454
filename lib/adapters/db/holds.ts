import {
  endedHoldStates,
  type Approval,
  type Hold,
  type HoldOrder,
  type HoldState,
} from "../../core/holding/hold.ts";
import { Prisma, type HoldEvent, type HoldRequest } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** A hold with what it is of, and how it came about. */
export interface StoredHold extends Hold {
  readonly organizationId: string;
  readonly id: string;
  readonly activationMethodId: string;
  /** Empty: the whole method. */
  readonly sourceIds: readonly string[];
  readonly proposalKey: string | null;
  readonly reason: string;
  readonly evidence: HoldEvidence | null;
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly endedAt: Date | null;
  readonly updatedAt: Date;
}

/** What the watch over launches said when a hold was asked for. */
export interface HoldEvidence {
  readonly verdict: string;
  readonly headline: string;
  readonly rateRatio: number | null;
  readonly interval: readonly (number | null)[] | null;
  readonly exposures: number | null;
  readonly signals: number | null;
  readonly since: string | null;
}

/** False: the launch is held already or about to be, or this proposal was made before. */
export async function insertHold(db: Db, hold: StoredHold): Promise<boolean> {
  const { count } = await db.holdRequest.createMany({ data: [toRow(hold)], skipDuplicates: true });
  return count === 1;
}

export async function findHold(db: Db, organizationId: string, id: string): Promise<StoredHold | null> {
  const row = await db.holdRequest.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return row === null ? null : fromRow(row);
}

/** The hold, kept from changing until the transaction ends. */
export async function lockHold(db: Db, organizationId: string, id: string): Promise<StoredHold | null> {
  await db.$executeRaw`
    select 1 from hold_request where organization_id = ${organizationId} and id = ${id} for update`;
  return findHold(db, organizationId, id);
}

/** Writes a hold as it stands. Hold it with `lockHold` since reading it. */
export async function saveHold(db: Db, hold: StoredHold): Promise<void> {
  const { organizationId, id } = hold;
  await db.holdRequest.update({ where: { organizationId_id: { organizationId, id } }, data: toRow(hold) });
}

export interface HoldFilter {
  readonly activationMethodId?: string | undefined;
  readonly state?: HoldState | undefined;
}

/** Holds, the newest first. @param afterId of the last one of the page before. */
export async function pageHolds(
  db: Db,
  organizationId: string,
  { activationMethodId, state }: HoldFilter,
  { limit, afterId }: { readonly limit: number; readonly afterId: string | null },
): Promise<StoredHold[]> {
  const rows = await db.holdRequest.findMany({
    where: {
      organizationId,
      ...(activationMethodId === undefined ? {} : { activationMethodId }),
      ...(state === undefined ? {} : { state }),
      ...(afterId === null ? {} : { id: { lt: afterId } }),
    },
    orderBy: { id: "desc" },
    take: limit,
  });
  return rows.map(fromRow);
}

/** Holds of all organizations whose time has come: to expire, or to take the next step of the way back. */
export async function listDueHolds(
  db: Db,
  now: Date,
  limit: number,
): Promise<{ readonly organizationId: string; readonly id: string }[]> {
  return db.holdRequest.findMany({
    where: {
      OR: [
        { state: "asked", expiresAt: { lte: now } },
        { state: { in: ["held", "ramping"] }, isKept: false, nextStepAt: { lte: now } },
      ],
    },
    select: { organizationId: true, id: true },
    orderBy: [{ updatedAt: "asc" }, { id: "asc" }],
    take: limit,
  });
}

export async function appendHoldEvent(db: Db, event: HoldEvent): Promise<void> {
  await db.holdEvent.create({ data: event });
}

/** What happened to a hold, the oldest first. */
export async function listHoldEvents(
  db: Db,
  organizationId: string,
  requestId: string,
): Promise<HoldEvent[]> {
  return db.holdEvent.findMany({ where: { organizationId, requestId }, orderBy: { id: "asc" } });
}

function toRow({ order, sourceIds, rampSteps, evidence, approvals, releaseApprovals, ...hold }: StoredHold) {
  const plain = (list: readonly Approval[]) => list.map(({ id, name, at }) => ({ id, name, at }));
  return {
    ...hold,
    sourceIds: [...sourceIds],
    rampSteps: [...rampSteps],
    approvals: plain(approvals),
    releaseApprovals: plain(releaseApprovals),
    evidence:
      evidence === null
        ? Prisma.DbNull
        : { ...evidence, interval: evidence.interval && [...evidence.interval] },
    openKey: endedHoldStates.includes(hold.state) ? null : hold.activationMethodId,
    orderKind: order?.kind ?? null,
    orderShare: order?.share ?? null,
  };
}

/** Rows are written by `toRow` only, so their JSON has its shapes. */
function fromRow({ orderKind, orderShare, ...row }: HoldRequest): StoredHold {
  return {
    ...row,
    state: row.state as HoldState,
    approvals: row.approvals as unknown as Approval[],
    releaseApprovals: row.releaseApprovals as unknown as Approval[],
    evidence: row.evidence as unknown as HoldEvidence | null,
    order:
      orderKind === null || orderShare === null
        ? null
        : ({ kind: orderKind, share: orderShare } as HoldOrder),
  };
}
