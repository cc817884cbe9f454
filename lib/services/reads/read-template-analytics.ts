import {
  listTemplatesToRead,
  storeTemplateDays,
  type TemplateToRead,
} from "../../adapters/db/template-days.ts";
import { recordUnknownWords } from "../../adapters/db/unknown-words.ts";
import type { GraphUsage } from "../../core/collection/graph-api-port.ts";
import { unknownWordsOfTemplateDays } from "../../core/collection/known-words.ts";
import { firstOpenDay, planAnalyticsSpan, startOfDay } from "../../core/collection/plan-analytics-span.ts";
import { readDone, readNote, storeUnderLease, type ReadJob, type ReadResult } from "./read-job.ts";

/** Meta answers for ten templates a call. */
const templatesPerCall = 10;
/** So many calls a round; the rest follows in the next, minutes later. */
const callsPerRound = 5;

const notSwitchedOn = readNote(
  "not-switched-on",
  "Template analytics are not switched on for this account.",
  "Switch them on in WhatsApp Manager if you want them. This cannot be undone, so Staygreen never does it.",
);

/**
 * Reads sends, deliveries, reads and clicks of each template by day, where analytics are switched on: at first all
 * days that Meta looks back on, then yesterday and the days before that may still grow, until they have settled.
 */
export async function readTemplateAnalytics(job: ReadJob): Promise<ReadResult> {
  const { ports, read } = job;
  const { organizationId, wabaId } = read;
  const waba = await ports.db.waba.findUnique({
    where: { organizationId_id: { organizationId, id: wabaId } },
    select: { insightsEnabled: true },
  });
  if (waba === null || waba.insightsEnabled === null) return { ...readDone, outcome: "waiting" };
  if (!waba.insightsEnabled) return { ...readDone, outcome: "not-offered", note: notSwitchedOn };
  const place = { organizationId, wabaId, today: startOfDay(ports.clock.now()) };
  const most = templatesPerCall * callsPerRound;
  const templates = await listTemplatesToRead(ports.db, place, most + 1);
  if (templates.length === 0) {
    const known = await ports.db.messageTemplate.count({ where: { organizationId, wabaId } });
    return known > 0 ? readDone : { ...readDone, outcome: "waiting" };
  }
  let calls = 0;
  let usage: GraphUsage | null = null;
  const now = templates.slice(0, most);
  for (let from = 0; from < now.length; from += templatesPerCall) {
    const answer = await readSome(job, now.slice(from, from + templatesPerCall));
    calls += answer.calls;
    usage = answer.usage;
    if (!answer.ok) return { ...readDone, calls, usage, trouble: answer.trouble };
  }
  return { ...readDone, calls, usage, outcome: templates.length > most ? "more" : "done" };
}

async function readSome(job: ReadJob, templates: readonly TemplateToRead[]) {
  const { ports, read } = job;
  const { organizationId, wabaId, connectionId } = read;
  const at = ports.clock.now();
  const spans = templates.map(({ newest, unsettled }) =>
    planAnalyticsSpan(at, newest === null ? null : { newest, unsettled }),
  );
  // One call has one span: the longest that one of its templates needs. Days that were known already are read anew.
  const span = spans.reduce((longest, each) => (each.from < longest.from ? each : longest));
  const templateIds = templates.map((template) => template.templateId);
  const answer = await ports.graphApi.readTemplateAnalytics(job.credentials, wabaId, { templateIds, span });
  if (!answer.ok) return answer;
  const days = answer.value.filter((day) => templateIds.includes(day.templateId) && day.day < span.to);
  await storeUnderLease(job, async (tx) => {
    const asked = { templateIds, ...span, openFrom: firstOpenDay(at) };
    await storeTemplateDays(tx, { organizationId, wabaId, observedAt: at }, asked, days);
    await recordUnknownWords(tx, { organizationId, connectionId, at }, unknownWordsOfTemplateDays(days));
  });
  return answer;
}
