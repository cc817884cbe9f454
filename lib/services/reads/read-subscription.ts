import { appendTransitions } from "../../adapters/db/transitions.ts";
import { updateSubscription } from "../../adapters/db/waba-details.ts";
import { readDone, storeUnderLease, type ReadJob, type ReadResult } from "./read-job.ts";

/**
 * Reads whether our app still gets the webhooks of a WABA. One that was never subscribed has lost nothing: only a
 * subscription that was there and is gone is told.
 */
export async function readSubscription(job: ReadJob): Promise<ReadResult> {
  const { ports, read } = job;
  const answer = await ports.graphApi.readSubscription(job.credentials, read.wabaId);
  const spent = { calls: answer.calls, usage: answer.usage };
  if (!answer.ok) return { ...readDone, ...spent, trouble: answer.trouble };
  const { subscribed } = answer.value;
  const at = ports.clock.now();
  const { organizationId } = read;
  const changed = await storeUnderLease(job, async (tx) => {
    const { before } = await updateSubscription(tx, { organizationId, id: read.wabaId }, { subscribed, at });
    if (before === null || before === subscribed) return false;
    await appendTransitions(tx, organizationId, at, [
      {
        id: ports.random.id(at),
        subjectKind: "waba",
        subjectId: read.wabaId,
        field: "webhook_subscription",
        from: subscribed ? "lost" : "subscribed",
        to: subscribed ? "subscribed" : "lost",
        direction: subscribed ? "recovered" : "fell",
        occurredAt: at,
      },
    ]);
    return true;
  });
  if (changed) ports.poke("transitions");
  return { ...readDone, ...spent };
}
