import { findConnection, listConnectionRows, type StoredConnection } from "../../adapters/db/connections.ts";
import type { PollRun } from "../../adapters/db/generated/client.ts";
import type { ConnectionDto, PollRunDto } from "../../contracts/connections.ts";
import type { PlainError } from "../../contracts/plain-error.ts";
import { readFreshness } from "../../core/collection/freshness.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/** Every connection with what the collector knows about it. Secrets are never part of it. */
export async function listConnections(
  ctx: ServiceContext,
): Promise<{ data: ConnectionDto[]; nextCursor: null }> {
  requireRight(ctx, "collector.read");
  const rows = await listConnectionRows(ctx.db, ctx.organizationId);
  return { data: await Promise.all(rows.map((row) => toDto(ctx, row))), nextCursor: null };
}

/** @throws ServiceError NOT_FOUND */
export async function getConnection(ctx: ServiceContext, id: string): Promise<ConnectionDto> {
  requireRight(ctx, "collector.read");
  const row = await findConnection(ctx.db, ctx.organizationId, id);
  if (row === null) throw notFound("The connection");
  return toDto(ctx, row);
}

async function toDto(ctx: ServiceContext, row: StoredConnection): Promise<ConnectionDto> {
  const { organizationId } = ctx;
  const mine = { organizationId, connectionId: row.id };
  const [polls, wabas, perWaba, webhooks] = await Promise.all([
    ctx.db.pollRun.findMany({ where: mine, orderBy: { occurredAt: "desc" }, take: 20 }),
    ctx.db.waba.findMany({ where: mine, orderBy: { id: "asc" } }),
    ctx.db.phoneNumber.groupBy({ by: ["wabaId"], where: mine, _count: true }),
    ctx.db.webhookDelivery.groupBy({
      by: ["state"],
      where: mine,
      _count: true,
      _sum: { receivedCount: true },
      _max: { lastReceivedAt: true },
    }),
  ]);
  const counts = new Map(perWaba.map((group) => [group.wabaId, group._count]));
  const lastReceived = webhooks
    .map((group) => group._max.lastReceivedAt?.getTime() ?? 0)
    .reduce((newest, time) => Math.max(newest, time), 0);
  const inState = (state: string) => webhooks.find((group) => group.state === state)?._count ?? 0;
  const usage = row.usage as { percent?: number } | null;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    managedBy: row.managedBy,
    state: row.state === "removed" ? "paused" : row.state,
    businessId: row.businessId,
    apiVersion: row.apiVersion,
    appId: row.appId,
    hasAppSecret: row.appSecretCipher !== null,
    pollIntervalSeconds: row.pollIntervalSeconds,
    createdAt: row.createdAt.toISOString(),
    lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
    nextPollAt: row.state === "active" ? row.nextPollAt.toISOString() : null,
    lastError: row.lastError as PlainError | null,
    errorSince: row.errorSince?.toISOString() ?? null,
    skippedPolls: row.skippedPolls,
    freshness: readFreshness({
      observedAt: row.lastSuccessAt,
      pollIntervalSeconds: row.pollIntervalSeconds,
      now: ctx.clock.now(),
    }),
    budgetUsedPercent: usage?.percent ?? null,
    token: row.token as ConnectionDto["token"],
    wabas: wabas.map((waba) => ({
      id: waba.id,
      name: waba.name,
      state: waba.state as "visible" | "lost",
      lostSince: waba.lostSince?.toISOString() ?? null,
      error: waba.state === "lost" ? (waba.lostReason as PlainError | null) : null,
      lastPolledAt: waba.lastPolledAt?.toISOString() ?? null,
      numberCount: counts.get(waba.id) ?? 0,
    })),
    numberCount: [...counts.values()].reduce((sum, count) => sum + count, 0),
    lastPolls: polls.map(toPollRunDto),
    webhooks: {
      received: webhooks.reduce((sum, group) => sum + (group._sum.receivedCount ?? 0), 0),
      lastReceivedAt: lastReceived === 0 ? null : new Date(lastReceived).toISOString(),
      orphaned: inState("orphan"),
      quarantined: inState("quarantined"),
    },
  };
}

export function toPollRunDto(run: PollRun): PollRunDto {
  return {
    id: run.id,
    trigger: run.trigger as PollRunDto["trigger"],
    occurredAt: run.occurredAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    outcome: run.outcome as PollRunDto["outcome"],
    callCount: run.callCount,
    wabaCount: run.wabaCount,
    numberCount: run.numberCount,
    changeCount: run.changeCount,
    error: run.error as PlainError | null,
  };
}
