import { listComparableTemplates } from "../../adapters/db/template-days.ts";
import { insertComparison, listLastComparisons } from "../../adapters/db/template-comparisons.ts";
import { recordUnknownWords } from "../../adapters/db/unknown-words.ts";
import {
  chooseComparisons,
  knowsSends,
  type ComparisonPair,
} from "../../core/collection/choose-comparisons.ts";
import type { GraphUsage, TemplateComparisonReading } from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import { unknownWordsOfComparison } from "../../core/collection/known-words.ts";
import { startOfDay } from "../../core/collection/plan-analytics-span.ts";
import { readDone, readNote, storeUnderLease, type ReadJob, type ReadResult } from "./read-job.ts";

/** Meta allows ten comparisons an hour, says one provider; readings are never closer together than an hour. */
const mostCalls = 10;
/** The client asks again in another form where the first is refused. */
const callsPerPair = 2;
/** What Meta says of one pair and not of the connection: its turn is over, the others go on. */
const pairRefused = new Set<GraphTrouble["kind"]>(["request-invalid", "asset-lost"]);

const sendsUnknown = readNote(
  "sends-unknown",
  "No templates are compared: it is not known how often they were sent, and Meta compares only templates with 1,000 sends each.",
  "Sends come from template analytics. Where Meta offers them, switch them on in WhatsApp Manager.",
);
const noPair = readNote(
  "no-pair",
  "No templates are compared: no two approved marketing or utility templates were sent 1,000 times each within 90 days.",
  "Nothing to do: they are compared as soon as two of them were.",
);

/** Asks Meta which of two templates is blocked more, for the pairs that qualify: an order and a reason, never a rate. */
export async function compareTemplates(job: ReadJob): Promise<ReadResult> {
  const { ports, read } = job;
  const { organizationId, wabaId } = read;
  const place = { organizationId, wabaId };
  const templates = await listComparableTemplates(ports.db, {
    ...place,
    today: startOfDay(ports.clock.now()),
  });
  if (!knowsSends(templates)) return { ...readDone, note: sendsUnknown };
  const pairs = chooseComparisons(templates, await listLastComparisons(ports.db, place), mostCalls);
  if (pairs.length === 0) return { ...readDone, note: noPair };
  let calls = 0;
  let usage: GraphUsage | null = null;
  for (const pair of pairs) {
    // What is over the limit has its turn in the next round.
    if (calls + callsPerPair > mostCalls) break;
    const answer = await ports.graphApi.compareTemplates(job.credentials, {
      templateId: pair.firstTemplateId,
      otherId: pair.secondTemplateId,
      days: pair.days,
      now: ports.clock.now(),
    });
    calls += answer.calls;
    usage = answer.usage;
    if (!answer.ok && !pairRefused.has(answer.trouble.kind)) {
      return { ...readDone, calls, usage, trouble: answer.trouble };
    }
    await store(job, pair, answer.ok ? answer.value : null);
  }
  return { ...readDone, calls, usage };
}

async function store(
  job: ReadJob,
  pair: ComparisonPair,
  reading: TemplateComparisonReading | null,
): Promise<void> {
  const { organizationId, wabaId, connectionId } = job.read;
  const at = job.ports.clock.now();
  const [first, second] = [pair.firstTemplateId, pair.secondTemplateId];
  const order = (reading?.byRisingBlockRate ?? []).filter((id) => id === first || id === second);
  await storeUnderLease(job, async (tx) => {
    await insertComparison(tx, { organizationId, wabaId, at }, pair, {
      moreBlockedId: order.length === 2 ? (order[1] ?? null) : null,
      firstSends: reading?.sends[first] ?? null,
      secondSends: reading?.sends[second] ?? null,
      firstTopReason: reading?.topBlockReason[first] ?? null,
      secondTopReason: reading?.topBlockReason[second] ?? null,
    });
    if (reading === null) return;
    await recordUnknownWords(tx, { organizationId, connectionId, at }, unknownWordsOfComparison(reading));
  });
}
