import { findConnection, throttledForSeconds } from "../../adapters/db/connections.ts";
import { openPollRun } from "../../adapters/db/poll-runs.ts";
import type { ServicePorts } from "../context.ts";
import { TryLater } from "./try-later.ts";

/**
 * Opens a round because a webhook said that something moved. A round that is already open may have read the old
 * state, so the request fails and the queue tries again when that round is over.
 *
 * @throws TryLater while another round of the connection is open.
 */
export async function openRepoll(
  ports: ServicePorts,
  payload: { organizationId: string; connectionId: string },
): Promise<void> {
  const connection = await findConnection(ports.db, payload.organizationId, payload.connectionId);
  if (connection?.state !== "active") return;
  // Calling on would prolong the block; the round at its end sees what moved (docs/faults.md F03).
  if ((await throttledForSeconds(ports.db, payload)) > 0) return;
  const run = await openPollRun(ports.db, { ...payload, trigger: "webhook" });
  if (run === null) throw new TryLater("another round is open; trying again shortly");
  ports.poke("polls");
}
