import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import { insertOptInSourceIfAbsent } from "../../adapters/db/opt-in-sources.ts";
import type { CreateOptInSourceBody, OptInSourceDto } from "../../contracts/registry.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toOptInSourceDto } from "./opt-in-source-dto.ts";

/**
 * Registers a place where a method runs. Of two requests with the same key, at once or not, the unique index lets one
 * through.
 *
 * @throws ServiceError VALIDATION (activationMethodId) for a method that is not registered here, CONFLICT for a key
 * that is taken.
 */
export async function createOptInSource(
  ctx: ServiceContext,
  body: CreateOptInSourceBody,
): Promise<OptInSourceDto> {
  requireRight(ctx, "registry.write");
  const { organizationId } = ctx;
  const { key, name, activationMethodId } = body;
  return inTransaction(ctx, async (tx) => {
    const method = await findActivationMethod(tx, organizationId, activationMethodId);
    if (method === null) throw invalid("activationMethodId", "is not a registered activation method");
    const now = ctx.clock.now();
    const source = {
      organizationId,
      id: ctx.random.id(now),
      key,
      name,
      activationMethodId,
      createdAt: now,
      createdBy: ctx.actor.id,
    };
    if (!(await insertOptInSourceIfAbsent(tx, source))) {
      throw new ServiceError("CONFLICT", `An opt-in source with the key ${key} exists already.`, {
        faults: [{ path: "key", message: "is taken" }],
      });
    }
    await recordAudit(tx, ctx, {
      action: "opt-in-source.create",
      subject: source.id,
      detail: { key, name, activationMethodId },
    });
    return toOptInSourceDto(source, method.name);
  });
}
