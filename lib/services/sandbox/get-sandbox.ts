import type { SandboxDto } from "../../contracts/sandbox.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";

/** Whether the sandbox runs in this process, which story it tells, and which others there are. */
export function getSandbox(ctx: ServiceContext): SandboxDto {
  requireRight(ctx, "collector.read");
  const current = ctx.sandbox.current();
  return {
    running: current !== null,
    current:
      current === null ? null : { scenario: current.scenarioId, startedAt: current.startedAt.toISOString() },
    scenarios: ctx.sandbox
      .scenarios()
      .map(({ id, title, whatHappens, whatToLookFor, firstEffectSeconds }) => ({
        id,
        title,
        whatHappens,
        whatToLookFor,
        firstEffectSeconds,
      })),
  };
}
