import type { StoredHold } from "../../adapters/db/holds.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import type { HoldDto } from "../../contracts/holds.ts";
import { coolDownEnd, wayBack } from "../../core/holding/hold.ts";

/** Names that the answers about holds show. */
export interface HoldNames {
  readonly method: (id: string) => string;
  readonly source: (id: string) => string;
}

export async function openHoldNames(
  db: Db,
  organizationId: string,
  holds: readonly StoredHold[],
): Promise<HoldNames> {
  const among = (ids: readonly string[]) => ({
    where: { organizationId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  const [methods, sources] = await Promise.all([
    db.activationMethod.findMany(among(holds.map(({ activationMethodId }) => activationMethodId))),
    db.optInSource.findMany(among(holds.flatMap(({ sourceIds }) => sourceIds))),
  ]);
  const nameOf = (rows: readonly { id: string; name: string }[]) => {
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    return (id: string) => names.get(id) ?? id;
  };
  return { method: nameOf(methods), source: nameOf(sources) };
}

export async function toHoldDto(db: Db, hold: StoredHold): Promise<HoldDto> {
  return describeHold(hold, await openHoldNames(db, hold.organizationId, [hold]));
}

export function describeHold(hold: StoredHold, names: HoldNames): HoldDto {
  const {
    id,
    activationMethodId,
    state,
    dryRun,
    reason,
    askedBy,
    approvalsNeeded,
    share,
    isKept,
    stayReason,
  } = hold;
  return {
    ...{ id, activationMethodId, methodName: names.method(activationMethodId) },
    sources: hold.sourceIds.map((one) => ({ id: one, name: names.source(one) })),
    ...{ state, dryRun, isProposal: hold.proposalKey !== null, reason },
    ...{ askedAt: hold.askedAt.toISOString(), askedBy, expiresAt: hold.expiresAt.toISOString() },
    approvalsNeeded,
    approvals: [...hold.approvals],
    releaseApprovals: [...hold.releaseApprovals],
    heldAt: hold.heldAt?.toISOString() ?? null,
    share,
    coolDownUntil: coolDownEnd(hold)?.toISOString() ?? null,
    wayBack: wayBack(hold).map((step) => ({ share: step.share, at: step.at.toISOString() })),
    ...{ isKept, stayReason },
    order: hold.order === null ? null : { ...hold.order },
    endedAt: hold.endedAt?.toISOString() ?? null,
    updatedAt: hold.updatedAt.toISOString(),
  };
}
