import { findConnection, throttledForSeconds } from "../../adapters/db/connections.ts";
import { openPollRun } from "../../adapters/db/poll-runs.ts";
import { makeReadsDue } from "../../adapters/db/scheduled-reads.ts";
import type { PollRunDto } from "../../contracts/connections.ts";
import { toPollRunDto } from "../connections/list.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/**
 * Opens a round at once, or returns the one that is already running, and makes due what is read beside the numbers.
 * The answer comes before the round ends: its progress is on the collector page.
 *
 * @throws ServiceError NOT_FOUND; CONFLICT when the connection is paused; RATE_LIMITED while Meta asks for silence.
 */
export async function pollNow(ctx: ServiceContext, connectionId: string): Promise<PollRunDto> {
  requireRight(ctx, "polls.start");
  const connection = await findConnection(ctx.db, ctx.organizationId, connectionId);
  if (connection === null) throw notFound("The connection");
  if (connection.state === "paused") {
    throw new ServiceError("CONFLICT", "This connection is paused. Resume it first.");
  }
  const place = { organizationId: ctx.organizationId, connectionId };
  const retryAfterSeconds = await throttledForSeconds(ctx.db, place);
  if (retryAfterSeconds > 0) {
    const minutes = Math.ceil(retryAfterSeconds / 60);
    throw new ServiceError(
      "RATE_LIMITED",
      `Meta's call limit is used up; polling goes on by itself in about ${minutes} min. Calling earlier would prolong it.`,
      { retryAfterSeconds },
    );
  }
  await openPollRun(ctx.db, { ...place, trigger: "manual" });
  await makeReadsDue(ctx.db, place);
  ctx.poke("polls");
  ctx.poke("reads");
  const run = await ctx.db.pollRun.findFirst({ where: place, orderBy: { recordedAt: "desc" } });
  if (run === null) throw notFound("The poll");
  return toPollRunDto(run);
}
