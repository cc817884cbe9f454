import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import { countSourcesByMethod } from "../../adapters/db/opt-in-sources.ts";
import type { ActivationMethodDto } from "../../contracts/registry.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toActivationMethodDto } from "./activation-method-dto.ts";

/** One activation method. @throws ServiceError NOT_FOUND */
export async function getActivationMethod(ctx: ServiceContext, id: string): Promise<ActivationMethodDto> {
  requireRight(ctx, "registry.read");
  const method = await findActivationMethod(ctx.db, ctx.organizationId, id);
  if (method === null) throw notFound("The activation method");
  const counts = await countSourcesByMethod(ctx.db, ctx.organizationId, [id]);
  return toActivationMethodDto(method, { sourceCount: counts.get(id) ?? 0, now: ctx.clock.now() });
}
