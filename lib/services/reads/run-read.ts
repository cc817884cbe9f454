import { databaseNow, type StoredConnection } from "../../adapters/db/connections.ts";
import {
  askForPoll,
  finishRead,
  holdConnection,
  putOffReads,
  type ClaimedRead,
} from "../../adapters/db/scheduled-reads.ts";
import { appendTransitions } from "../../adapters/db/transitions.ts";
import { budgetLevel, levelOfPercent, throttleWaitMs } from "../../core/collection/call-budget.ts";
import { explainTrouble } from "../../core/collection/explain-trouble.ts";
import type { GraphCredentials } from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import {
  planNextRead,
  spreadFraction,
  type ScheduledReadKind,
} from "../../core/collection/plan-next-read.ts";
import { readUsage } from "../collector/read-stored.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { compareTemplates } from "./compare-templates.ts";
import { droppedFieldTransitions } from "./dropped-field-transitions.ts";
import { readDone, ReadLeaseLost, type ReadJob, type ReadResult } from "./read-job.ts";
import { readMessagingAnalytics } from "./read-messaging-analytics.ts";
import { readPricingAnalytics } from "./read-pricing-analytics.ts";
import { readSubscription } from "./read-subscription.ts";
import { readTemplateAnalytics } from "./read-template-analytics.ts";
import { readTemplates } from "./read-templates.ts";
import { readWabaDetails } from "./read-waba-details.ts";

const verbs: Readonly<Record<ScheduledReadKind, (job: ReadJob) => Promise<ReadResult>>> = {
  "waba-details": readWabaDetails,
  templates: readTemplates,
  subscription: readSubscription,
  "template-comparison": compareTemplates,
  "template-analytics": readTemplateAnalytics,
  "messaging-analytics": readMessagingAnalytics,
  "pricing-analytics": readPricingAnalytics,
};
/** Meta does not offer the figures here, or they are not switched on: asking soon would change nothing. */
const notOfferedCodes = new Set([200_005, 200_007]);
/** While a dead token is looked into, no reading uses it. */
const tokenDoubtSeconds = 5 * 60;

/**
 * Runs one reading and books its end. Trouble stays with the reading; what concerns the whole connection is passed on,
 * and the polls decide: whether a token is dead or a WABA lost is said in one place, with its alert and its recovery.
 * A reading that meets a dead token asks for a poll at once, and all readings wait meanwhile.
 *
 * @returns what it cost, for the connection's call budget; null when another process has taken it over.
 */
export async function runRead(
  ports: ServicePorts,
  read: ClaimedRead,
  connection: StoredConnection,
  openCredentials: () => Promise<GraphCredentials>,
): Promise<ReadResult | null> {
  const prefix = `${connection.apiVersion}:`;
  const remembered = read.droppedFields.filter((field) => field.startsWith(prefix));
  try {
    const dropped = remembered.map((field) => field.slice(prefix.length));
    const result = await attempt(async () =>
      verbs[read.kind]({ ports, read, connection, credentials: await openCredentials(), dropped }),
    );
    const droppedFields = [...remembered, ...result.refused.map((field) => prefix + field)];
    await bookEnd(ports, read, result, { droppedFields, slow: isSlow(ports, connection, result) });
    await passOn(ports, connection, result.trouble);
    return result;
  } catch (error) {
    if (error instanceof ReadLeaseLost) return null;
    throw error;
  }

  /** A fault of ours in one reading holds up no other: it is tried again like a passing one of Meta's. */
  async function attempt(work: () => Promise<ReadResult>): Promise<ReadResult> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ReadLeaseLost) throw error;
      const { organizationId, wabaId, kind } = read;
      ports.log.error({ organizationId, wabaId, kind, error: String(error) }, "a reading failed here");
      return { ...readDone, trouble: ourFault };
    }
  }
}

const ourFault: GraphTrouble = {
  kind: "transient",
  code: null,
  subcode: null,
  message: "what Meta answered could not be stored here; the log says why",
  traceId: null,
  field: null,
  waitMinutes: null,
};

async function bookEnd(
  ports: ServicePorts,
  read: ClaimedRead,
  result: ReadResult,
  { droppedFields, slow }: { droppedFields: readonly string[]; slow: boolean },
): Promise<void> {
  const at = ports.clock.now();
  const { organizationId } = read;
  const notOffered = notOfferedCodes.has(result.trouble?.code ?? 0);
  const outcome = notOffered ? "not-offered" : result.outcome;
  const trouble = notOffered ? null : result.trouble;
  const consecutiveFailures = trouble === null ? 0 : read.consecutiveFailures + 1;
  const told = await inTransaction(ports, async (tx) => {
    const next = planNextRead({
      kind: read.kind,
      outcome,
      trouble,
      now: await databaseNow(tx),
      phase: spreadFraction(`${organizationId} ${read.wabaId} ${read.kind}`),
      consecutiveFailures,
      slow,
      jitter: ports.random.fraction(),
    });
    const booked = await finishRead(tx, read, {
      ...next,
      succeededAt:
        trouble === null && (outcome === "done" || outcome === "more") && result.note === null ? at : null,
      consecutiveFailures,
      error: result.trouble === null ? result.note : explainTrouble(result.trouble),
      callCount: result.calls,
      droppedFields,
    });
    if (!booked) throw new ReadLeaseLost();
    // A field that was never told for this WABA has not vanished.
    if (read.lastSuccessAt === null) return 0;
    const fields = { before: read.droppedFields, after: droppedFields, at };
    const transitions = droppedFieldTransitions(ports, read.wabaId, fields);
    await appendTransitions(tx, organizationId, at, transitions);
    return transitions.length;
  });
  if (told > 0) ports.poke("transitions");
}

/** Whether this answer, or one before, said that the call budget runs low. */
function isSlow(ports: ServicePorts, connection: StoredConnection, result: ReadResult): boolean {
  const known = readUsage(connection.usage, connection.lastSuccessAt);
  return (
    budgetLevel(known, ports.clock.now()) !== "normal" ||
    levelOfPercent(result.usage?.percent ?? null) !== "normal"
  );
}

/** What one reading learned of the whole connection. */
async function passOn(
  ports: ServicePorts,
  connection: StoredConnection,
  trouble: GraphTrouble | null,
): Promise<void> {
  const place = { organizationId: connection.organizationId, connectionId: connection.id };
  if (trouble?.kind === "rate-limited") {
    const seconds = throttleWaitMs(trouble.waitMinutes) / 1000;
    const hold = { seconds, error: explainTrouble(trouble), at: ports.clock.now() };
    await holdConnection(ports.db, connection, hold);
    await putOffReads(ports.db, place, seconds);
  }
  if (trouble?.kind === "token-invalid") {
    await putOffReads(ports.db, place, tokenDoubtSeconds);
    await askForPoll(ports.db, connection);
    ports.poke("polls");
  }
}
