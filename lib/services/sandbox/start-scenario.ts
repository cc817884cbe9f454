import type { SandboxDto, StartScenarioBody } from "../../contracts/sandbox.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { connectSandbox, sandboxConnectionId } from "../connections/connect-sandbox.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { getSandbox } from "./get-sandbox.ts";

/**
 * Makes the running sandbox tell another story, or the same one anew. Its connection is renewed as well: the old story
 * may have left it with a dead token or waiting for calls.
 *
 * @throws ServiceError NOT_FOUND for a story nobody knows, CONFLICT when the sandbox does not run.
 */
export async function startScenario(ctx: ServiceContext, body: StartScenarioBody): Promise<SandboxDto> {
  requireRight(ctx, "connections.write");
  const { scenario } = body;
  if (!ctx.sandbox.scenarios().some((each) => each.id === scenario)) {
    throw notFound(`The scenario ${scenario}`);
  }
  const before = ctx.sandbox.current();
  if (before === null) {
    throw new ServiceError("CONFLICT", "The sandbox does not run. Start it first, then choose a scenario.");
  }
  ctx.sandbox.startScenario(scenario);
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, {
      action: "sandbox.scenario",
      subject: sandboxConnectionId,
      detail: { scenario, before: before.scenarioId },
    }),
  );
  await connectSandbox(ctx);
  return getSandbox(ctx);
}
