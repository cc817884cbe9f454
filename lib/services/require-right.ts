import { hasRight, type Right } from "../core/access/rights.ts";
import type { ServiceContext } from "./context.ts";
import { ServiceError } from "./errors.ts";

/** Every service that a person or program can reach starts here. */
export function requireRight(ctx: Pick<ServiceContext, "actor">, right: Right): void {
  const { role, scopes = [] } = ctx.actor;
  if (hasRight(role, right, scopes)) return;
  const held =
    scopes.length === 0 ? `Your role (${role})` : `This API key (${role}, held to ${scopes.join(", ")})`;
  throw new ServiceError("FORBIDDEN", `${held} does not include ${right}. Ask an administrator.`);
}
