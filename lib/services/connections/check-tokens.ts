import { listWebhookConnections, type StoredConnection } from "../../adapters/db/connections.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { appendTransitions, type NewTransition } from "../../adapters/db/transitions.ts";
import type { TokenReading } from "../../core/collection/graph-api-port.ts";
import {
  missingPermissions,
  tokenEnd,
  tokenExpiryStep,
  tokenExpirySteps,
} from "../../core/collection/token-expiry.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { openCredentials } from "./open-credentials.ts";

/** Asks Meta about every active connection's token and keeps the answer. */
export async function checkTokens(ports: ServicePorts): Promise<void> {
  for (const connection of await listWebhookConnections(ports.db)) {
    if (connection.state === "active") await checkToken(ports, connection);
  }
}

/**
 * What Meta says of one token: validity, ends, permissions, and a word to people when its end is near. Trouble in
 * asking is logged; the old answer stays.
 */
export async function checkToken(ports: ServicePorts, connection: StoredConnection): Promise<void> {
  const answer = await ports.graphApi.debugToken(await openCredentials(ports, connection));
  if (!answer.ok) {
    ports.log.warn(
      { connectionId: connection.id, kind: answer.trouble.kind },
      "the token could not be checked",
    );
    return;
  }
  const token = answer.value;
  const { organizationId, id } = connection;
  const now = ports.clock.now();
  const told = await inTransaction(ports, async (tx) => {
    // Only while it is still this token: a person may have replaced it during the call.
    const kept = await tx.connection.updateMany({
      where: { organizationId, id, accessTokenCipher: connection.accessTokenCipher },
      data: { token: describeToken(token, connection.businessId !== null, now) },
    });
    // One that is refused has no end to tell of: the polls find it dead.
    if (kept.count === 0 || !token.valid) return 0;
    const steps = await expirySteps(tx, ports, connection, token);
    await appendTransitions(tx, organizationId, now, steps);
    return steps.length;
  });
  if (told > 0) ports.poke("transitions");
}

function describeToken(token: TokenReading, listsPortfolio: boolean, now: Date) {
  return {
    valid: token.valid,
    expiresAt: token.expiresAt?.toISOString() ?? null,
    dataAccessExpiresAt: token.dataAccessExpiresAt?.toISOString() ?? null,
    type: token.type,
    scopes: [...token.scopes],
    // A refused token lists no permissions, which says nothing about those it had.
    missingPermissions: token.valid
      ? missingPermissions(token.scopes, listsPortfolio).map((missing) => ({ ...missing }))
      : [],
    checkedAt: now.toISOString(),
  };
}

/**
 * What is to be told of the token's end, after what was told last, whichever token that was. One step a check: a renewed
 * token that is near its end again recovers now and is told of tomorrow.
 */
async function expirySteps(
  tx: Db,
  ports: ServicePorts,
  connection: StoredConnection,
  token: TokenReading,
): Promise<NewTransition[]> {
  const { organizationId, id: subjectId } = connection;
  const now = ports.clock.now();
  const last = await tx.transition.findFirst({
    where: { organizationId, subjectKind: "connection", subjectId, field: "token_expiry" },
    orderBy: [{ recordedAt: "desc" }, { id: "desc" }],
  });
  const lastTold =
    last?.direction === "fell" ? (tokenExpirySteps.find((days) => days === last.toValue) ?? null) : null;
  const step = tokenExpiryStep(tokenEnd(token), now, lastTold);
  if (step === null) return [];
  const id = ports.random.id(now);
  return [{ id, subjectKind: "connection", subjectId, field: "token_expiry", occurredAt: now, ...step }];
}
