import { appendAssetChanges } from "../../adapters/db/asset-changes.ts";
import { updateSubscription } from "../../adapters/db/waba-details.ts";
import { readDone, storeUnderLease, type ReadJob, type ReadResult } from "./read-job.ts";

/**
 * Reads whether our app still gets the webhooks of a WABA, and keeps every change of it. The watch tells people
 * (silence/watch-silence.ts), since many accounts may be lost for one reason.
 */
export async function readSubscription(job: ReadJob): Promise<ReadResult> {
  const { ports, read } = job;
  const answer = await ports.graphApi.readSubscription(job.credentials, read.wabaId);
  const spent = { calls: answer.calls, usage: answer.usage };
  if (!answer.ok) return { ...readDone, ...spent, trouble: answer.trouble };
  const { subscribed } = answer.value;
  const at = ports.clock.now();
  const { organizationId } = read;
  await storeUnderLease(job, async (tx) => {
    const { before, checkedAt } = await updateSubscription(
      tx,
      { organizationId, id: read.wabaId },
      { subscribed, at },
    );
    if (before === null || before === subscribed) return;
    await appendAssetChanges(
      tx,
      { organizationId, occurredAt: at, recordedAt: at, source: "poll", reference: null },
      [
        {
          id: ports.random.id(at),
          subjectKind: "waba",
          subjectId: read.wabaId,
          field: "subscribed",
          from: String(before),
          to: String(subscribed),
          notBefore: checkedAt,
        },
      ],
    );
  });
  return { ...readDone, ...spent };
}
