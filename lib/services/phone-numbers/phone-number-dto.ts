import type { Connection, PhoneNumber, Waba } from "../../adapters/db/generated/client.ts";
import type { PhoneNumberDto } from "../../contracts/phone-numbers.ts";
import type { PlainError } from "../../contracts/plain-error.ts";
import { readFreshness } from "../../core/collection/freshness.ts";
import { decideMessagingLimit } from "../../core/quality/messaging-limit.ts";
import type { ServiceContext } from "../context.ts";

/** Adds to stored numbers what a reader needs beside them: names, freshness, trouble, the open incident. */
export async function toPhoneNumberDtos(
  ctx: Pick<ServiceContext, "db" | "organizationId" | "clock">,
  rows: readonly PhoneNumber[],
): Promise<PhoneNumberDto[]> {
  const { organizationId } = ctx;
  const [connections, wabas, incidents] = await Promise.all([
    ctx.db.connection.findMany({ where: { organizationId } }),
    ctx.db.waba.findMany({ where: { organizationId, id: { in: unique(rows.map((row) => row.wabaId)) } } }),
    ctx.db.incident.findMany({
      where: { organizationId, openKey: { not: null }, phoneNumberId: { in: rows.map((row) => row.id) } },
      select: { id: true, phoneNumberId: true },
    }),
  ]);
  const connectionOf = new Map(connections.map((connection) => [connection.id, connection]));
  const wabaOf = new Map(wabas.map((waba) => [waba.id, waba]));
  const incidentOf = new Map(incidents.map((incident) => [incident.phoneNumberId, incident.id]));
  return rows.map((row) =>
    toDto(row, {
      connection: connectionOf.get(row.connectionId) ?? null,
      waba: wabaOf.get(row.wabaId) ?? null,
      openIncidentId: incidentOf.get(row.id) ?? null,
      now: ctx.clock.now(),
    }),
  );
}

interface Beside {
  readonly connection: Connection | null;
  readonly waba: Waba | null;
  readonly openIncidentId: string | null;
  readonly now: Date;
}

function toDto(row: PhoneNumber, beside: Beside): PhoneNumberDto {
  const { connection, waba } = beside;
  const limit = decideMessagingLimit(row.portfolioLimit, row.legacyLimit);
  const freshness = readFreshness({
    observedAt: row.observedAt,
    pollIntervalSeconds: connection?.pollIntervalSeconds ?? 600,
    now: beside.now,
  });
  const lost = waba?.state === "lost";
  const error = lost ? waba.lostReason : (connection?.lastError ?? null);
  const errorSince = lost ? waba.lostSince : (connection?.errorSince ?? null);
  return {
    id: row.id,
    displayPhoneNumber: row.displayPhoneNumber,
    verifiedName: row.verifiedName,
    wabaId: row.wabaId,
    wabaName: waba?.name ?? null,
    connectionId: row.connectionId,
    connectionName: connection?.name ?? row.connectionId,
    qualityRating: row.qualityRating,
    ratingSince: row.ratingSince?.toISOString() ?? null,
    qualityScoreAt: row.qualityScoreAt?.toISOString() ?? null,
    qualityReasons: row.qualityReasons,
    messagingLimit: limit.raw,
    messagingLimitField: limit.field,
    messagingLimitDisagrees: limit.disagree,
    status: row.status,
    nameStatus: row.nameStatus,
    throughput: row.throughput,
    accountMode: row.accountMode,
    canSendMessage: row.canSendMessage,
    observedAt: row.observedAt.toISOString(),
    stale: freshness !== "fresh",
    freshness,
    missingSince: row.missingSince?.toISOString() ?? null,
    lastError: error as PlainError | null,
    errorSince: errorSince?.toISOString() ?? null,
    openIncidentId: beside.openIncidentId,
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
