import { listDisplayDigits, upsertMessagingDays } from "../../adapters/db/messaging-days.ts";
import type { GraphUsage } from "../../core/collection/graph-api-port.ts";
import { planAnalyticsSpan } from "../../core/collection/plan-analytics-span.ts";
import { readDone, storeUnderLease, type ReadJob, type ReadResult } from "./read-job.ts";

/** Each number is a call; what is stored of some stays when a later one fails. */
const numbersAtOnce = 20;

/** Reads messages sent and delivered of each number by day, up to yesterday. */
export async function readMessagingAnalytics(job: ReadJob): Promise<ReadResult> {
  const { ports, read } = job;
  const { organizationId, wabaId } = read;
  const digits = await listDisplayDigits(ports.db, { organizationId, wabaId });
  const span = dailySpan(job);
  let calls = 0;
  let usage: GraphUsage | null = null;
  for (let from = 0; from < digits.length; from += numbersAtOnce) {
    const displayDigits = digits.slice(from, from + numbersAtOnce);
    const answer = await ports.graphApi.readMessagingAnalytics(job.credentials, wabaId, {
      displayDigits,
      span,
    });
    calls += answer.calls;
    usage = answer.usage;
    if (!answer.ok) return { ...readDone, calls, usage, trouble: answer.trouble };
    const observedAt = ports.clock.now();
    await storeUnderLease(job, (tx) =>
      upsertMessagingDays(tx, { organizationId, wabaId, observedAt }, answer.value),
    );
  }
  return { ...readDone, calls, usage };
}

/** The days to ask for when the whole WABA is read at once: those that may have grown since the last reading. */
export function dailySpan({ ports, read }: ReadJob) {
  const newest = read.lastSuccessAt;
  return planAnalyticsSpan(ports.clock.now(), newest === null ? null : { newest, unsettled: newest });
}
