import { hasRight, type Right } from "../core/access/rights.ts";
import type { ServiceContext } from "./context.ts";
import { ServiceError } from "./errors.ts";

/** Every service that a person or program can reach starts here. */
export function requireRight(ctx: Pick<ServiceContext, "actor">, right: Right): void {
  if (!hasRight(ctx.actor.role, right)) {
    throw new ServiceError(
      "FORBIDDEN",
      `Your role (${ctx.actor.role}) does not include ${right}. Ask an administrator.`,
    );
  }
}
