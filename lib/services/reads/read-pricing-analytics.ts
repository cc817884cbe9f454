import { upsertPricingDays } from "../../adapters/db/pricing-days.ts";
import { recordUnknownWords } from "../../adapters/db/unknown-words.ts";
import { unknownWordsOfPricingDays } from "../../core/collection/known-words.ts";
import { readDone, storeUnderLease, type ReadJob, type ReadResult } from "./read-job.ts";
import { dailySpan } from "./read-messaging-analytics.ts";

/** Reads priced messages and their cost by day, country, category, type and tier, up to yesterday. */
export async function readPricingAnalytics(job: ReadJob): Promise<ReadResult> {
  const { ports, read } = job;
  const { organizationId, wabaId, connectionId } = read;
  const answer = await ports.graphApi.readPricingAnalytics(job.credentials, wabaId, dailySpan(job));
  const spent = { calls: answer.calls, usage: answer.usage };
  if (!answer.ok) return { ...readDone, ...spent, trouble: answer.trouble };
  const at = ports.clock.now();
  await storeUnderLease(job, async (tx) => {
    await upsertPricingDays(tx, { organizationId, wabaId, observedAt: at }, answer.value);
    const words = unknownWordsOfPricingDays(answer.value, wabaId);
    await recordUnknownWords(tx, { organizationId, connectionId, at }, words);
  });
  return { ...readDone, ...spent };
}
