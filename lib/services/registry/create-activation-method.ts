import { insertActivationMethod } from "../../adapters/db/activation-methods.ts";
import type { ActivationMethodDto, CreateActivationMethodBody } from "../../contracts/registry.ts";
import { launchState } from "../../core/registry/method-state.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toActivationMethodDto } from "./activation-method-dto.ts";

/** Earlier launches are slips of the pen (0026 for 2026), and the oldest of them no database can hold. */
const earliestYear = 2000;

/**
 * Registers a way to opt in: a draft without a launch time, scheduled before it, launched after it. Two methods may
 * share a name.
 *
 * @throws ServiceError VALIDATION (launchedAt) for a launch before the year 2000.
 */
export async function createActivationMethod(
  ctx: ServiceContext,
  body: CreateActivationMethodBody,
): Promise<ActivationMethodDto> {
  requireRight(ctx, "registry.write");
  const now = ctx.clock.now();
  const launchedAt = body.launchedAt === undefined ? null : new Date(body.launchedAt);
  if (launchedAt !== null && !(launchedAt.getUTCFullYear() >= earliestYear)) {
    throw invalid("launchedAt", `must be in the year ${earliestYear} or later`);
  }
  const method = {
    organizationId: ctx.organizationId,
    id: ctx.random.id(now),
    name: body.name,
    kind: body.kind,
    owner: body.owner ?? null,
    state: launchState(launchedAt, now),
    launchedAt,
    createdAt: now,
    createdBy: ctx.actor.id,
  };
  return inTransaction(ctx, async (tx) => {
    const row = await insertActivationMethod(tx, method);
    const { name, kind, owner, state } = method;
    await recordAudit(tx, ctx, {
      action: "activation-method.create",
      subject: row.id,
      detail: { name, kind, owner, state, launchedAt: launchedAt?.toISOString() ?? null },
    });
    return toActivationMethodDto(row, { sourceCount: 0, now });
  });
}
