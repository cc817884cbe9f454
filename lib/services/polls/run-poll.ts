import pLimit from "p-limit";
import {
  bookPollEnd,
  databaseNow,
  findConnection,
  type StoredConnection,
} from "../../adapters/db/connections.ts";
import {
  assertPollLease,
  finishPollRun,
  leasePollRun,
  renewPollLease,
  type FinishedPoll,
  type LeasedPollRun,
} from "../../adapters/db/poll-runs.ts";
import { appendTransitions } from "../../adapters/db/transitions.ts";
import { listWabaRows, markWabaLost, recordWabaPoll, type StoredWaba } from "../../adapters/db/wabas.ts";
import { reopenOrphans } from "../../adapters/db/webhook-deliveries.ts";
import { explainTrouble } from "../../core/collection/explain-trouble.ts";
import { asksAgain } from "../../core/collection/ask-again.ts";
import { noteUsage } from "../../core/collection/call-budget.ts";
import type { GraphCredentials, GraphUsage } from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import { planNextPoll } from "../../core/collection/plan-next-poll.ts";
import { checkToken } from "../connections/check-tokens.ts";
import { openCredentials } from "../connections/open-credentials.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { discoverWabas } from "./discover-wabas.ts";
import { PollLeaseLost, storeWabaSightings } from "./store-waba-sightings.ts";

/** How many WABAs of one connection are read at once. */
const wabasAtOnce = 8;
const probeLostAfterMs = 60 * 60 * 1000;
const renewEveryMs = 10_000;
/** Trouble that belongs to the whole connection: the other WABAs would meet the same. */
const stopsTheRound = new Set<GraphTrouble["kind"]>(["token-invalid", "permission-missing", "rate-limited"]);

/**
 * One round over a connection: lease it, read every WABA, store each answer at once, book the end. A process that
 * dies half-way leaves the answers already stored and an expired lease, with which another process takes the round
 * up again.
 *
 * @returns false when there was nothing to do: finished, or held by another process.
 */
export async function runPoll(
  ports: ServicePorts,
  ref: { organizationId: string; pollRunId: string },
): Promise<boolean> {
  const run = await leasePollRun(ports.db, ref, ports.random.secret(12));
  if (run === null) return false;
  const connection = await findConnection(ports.db, run.organizationId, run.connectionId);
  if (connection === null || connection.state === "paused") {
    await finishPollRun(ports.db, run, { ...emptyRound, outcome: "failed" });
    return true;
  }
  const keeper = setInterval(() => void renewPollLease(ports.db, run).catch(() => false), renewEveryMs);
  try {
    const round = await readRound(ports, run, connection, await openCredentials(ports, connection));
    await bookEnd(ports, run, connection, round);
    // A new connection, or one with a new token, is not left without expiry and permissions until the daily check.
    if (connection.token === null && round.trouble === null && round.learned)
      await checkToken(ports, connection);
    return true;
  } catch (error) {
    if (error instanceof PollLeaseLost) return false;
    throw error;
  } finally {
    clearInterval(keeper);
  }
}
const refusals = new Set<string>(["token-invalid", "permission-missing"]);

interface Round extends FinishedPoll {
  readonly trouble: GraphTrouble | null;
  /** False when WABAs are known and every one rests: nothing was learned of any number. */
  readonly learned: boolean;
  readonly usage: GraphUsage;
}

const emptyRound = { callCount: 0, wabaCount: 0, numberCount: 0, changeCount: 0, error: null };

async function readRound(
  ports: ServicePorts,
  run: LeasedPollRun,
  connection: StoredConnection,
  credentials: GraphCredentials,
): Promise<Round> {
  const tally = { callCount: 0, wabaCount: 0, numberCount: 0, changeCount: 0 };
  let usage: GraphUsage = { percent: null, regainAccessMinutes: null, unreadable: 0, clockSkewSeconds: null };
  // One object, since what closures write is not seen by the compiler in plain variables.
  const met: { stop: GraphTrouble | null; first: GraphTrouble | null; resting: unknown; complete: boolean } =
    {
      stop: null,
      first: null,
      resting: null,
      complete: true,
    };
  const meet = (trouble: GraphTrouble) => {
    met.complete = false;
    met.first ??= trouble;
    if (stopsTheRound.has(trouble.kind)) met.stop ??= trouble;
  };
  const meter = (answer: { calls: number; usage: GraphUsage }) => {
    tally.callCount += answer.calls;
    usage = {
      percent: larger(usage.percent, answer.usage.percent),
      regainAccessMinutes: larger(usage.regainAccessMinutes, answer.usage.regainAccessMinutes),
      unreadable: usage.unreadable + answer.usage.unreadable,
      clockSkewSeconds: answer.usage.clockSkewSeconds ?? usage.clockSkewSeconds,
    };
  };

  const found = await discoverWabas(ports, connection, credentials, meter);
  if (found.trouble !== null) meet(found.trouble);
  const known = new Map(
    (await listWabaRows(ports.db, connection.organizationId, connection.id)).map((waba) => [waba.id, waba]),
  );
  // Meta may have told of a WABA before a round found it (docs/faults.md F21).
  const isNew = [...known.values()].some((waba) => waba.lastPolledAt === null && waba.state === "visible");
  if (isNew && (await reopenOrphans(ports.db, connection.organizationId)) > 0) ports.poke("webhooks");
  const limit = pLimit(wabasAtOnce);
  const readOne = async (wabaId: string) => {
    const waba = known.get(wabaId);
    const resting =
      waba?.state === "lost" && (waba.nextProbeAt?.getTime() ?? 0) > ports.clock.now().getTime();
    if (resting) {
      met.complete = false;
      met.resting ??= waba.lostReason;
    }
    if (met.stop !== null || resting) return;
    tally.wabaCount++;
    const prefix = `${connection.apiVersion}:`;
    const again = asksAgain({
      last: waba?.lastPolledAt ?? null,
      now: ports.clock.now(),
      pollIntervalSeconds: connection.pollIntervalSeconds,
    });
    const dropped = again ? [] : (waba?.droppedFields ?? []).filter((field) => field.startsWith(prefix));
    const answer = await ports.graphApi.listPhoneNumbers(
      credentials,
      wabaId,
      dropped.map((field) => field.slice(prefix.length)),
    );
    meter(answer);
    const observedAt = ports.clock.now();
    if (!answer.ok) {
      meet(answer.trouble);
      await storeFailure(ports, run, {
        wabaId,
        at: observedAt,
        calls: answer.calls,
        trouble: answer.trouble,
      });
      return;
    }
    if (answer.value.trouble !== null) meet(answer.value.trouble);
    tally.numberCount += answer.value.items.length;
    const changeCount = await storeWabaSightings(ports, run, {
      wabaId,
      observedAt,
      pollIntervalSeconds: connection.pollIntervalSeconds,
      callCount: answer.calls,
      sightings: answer.value,
      droppedFields: [...dropped, ...answer.value.droppedFields.map((field) => prefix + field)],
    });
    // Not `+= await`: the other WABAs count meanwhile.
    tally.changeCount += changeCount;
  };
  const waiting = longestUnreadFirst(found.wabaIds, known);
  // The round after a throttle looks with one call before it sends many (docs/faults.md F03).
  const wasThrottled = (connection.lastError as { kind?: string } | null)?.kind === "rate-limited";
  while (wasThrottled && tally.wabaCount === 0) {
    const wabaId = waiting.shift();
    if (wabaId === undefined) break;
    await readOne(wabaId);
  }
  await Promise.all(waiting.map((wabaId) => limit(() => readOne(wabaId))));

  const reached = tally.wabaCount > 0 && tally.numberCount > 0;
  const whole = met.stop ?? (reached ? null : met.first);
  // What stopped the round is said before what came first: the token, not one WABA that is gone.
  const said = whole ?? met.first;
  return {
    ...tally,
    outcome: met.complete ? "complete" : whole === null ? "incomplete" : "failed",
    error: said === null ? met.resting : explainTrouble(said),
    trouble: whole,
    learned: tally.wabaCount > 0 || found.wabaIds.length === 0,
    usage,
  };
}

/** A round that breaks off half-way, time after time, must not leave out the same WABAs for ever (docs/faults.md F12). */
function longestUnreadFirst(wabaIds: readonly string[], known: ReadonlyMap<string, StoredWaba>): string[] {
  const readAt = (wabaId: string) => known.get(wabaId)?.lastPolledAt?.getTime() ?? 0;
  return [...wabaIds].sort((a, b) => readAt(a) - readAt(b));
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

async function storeFailure(
  ports: ServicePorts,
  run: LeasedPollRun,
  failure: { wabaId: string; at: Date; calls: number; trouble: GraphTrouble },
): Promise<void> {
  const lost = failure.trouble.kind === "asset-lost";
  const reason = explainTrouble(failure.trouble);
  await inTransaction(ports, async (tx) => {
    if (!(await assertPollLease(tx, run))) throw new PollLeaseLost();
    await recordWabaPoll(tx, run, failure.at, {
      wabaId: failure.wabaId,
      outcome: lost ? "lost" : "failed",
      numberCount: 0,
      callCount: failure.calls,
      error: reason,
    });
    if (!lost) return;
    const nextProbeAt = new Date(failure.at.getTime() + probeLostAfterMs);
    const waba = { organizationId: run.organizationId, id: failure.wabaId };
    await markWabaLost(tx, waba, { at: failure.at, nextProbeAt, reason });
  });
}

async function bookEnd(
  ports: ServicePorts,
  run: LeasedPollRun,
  connection: StoredConnection,
  round: Round,
): Promise<void> {
  const now = ports.clock.now();
  const { organizationId } = run;
  await inTransaction(ports, async (tx) => {
    if (!(await finishPollRun(tx, run, round))) throw new PollLeaseLost();
    const plan = planNextPoll({
      dueAt: run.dueAt,
      anchor: connection.createdAt,
      now: await databaseNow(tx),
      pollIntervalSeconds: connection.pollIntervalSeconds,
      trouble: round.trouble,
      consecutiveFailures: connection.consecutiveFailures + (round.trouble === null ? 0 : 1),
      usagePercent: round.usage.percent,
      jitter: ports.random.fraction(),
    });
    const booked = await bookPollEnd(tx, connection, {
      state: plan.state,
      nextPollAt: plan.state === "active" ? plan.nextPollAt : null,
      succeeded: round.trouble === null && round.learned,
      error: round.error,
      usage: noteUsage(null, round.usage, now),
      unreadableUsage: round.usage.unreadable,
      clockSkewSeconds: round.usage.clockSkewSeconds,
      now,
    });
    if (!booked) return;
    const wasDead = refusals.has((connection.lastError as { kind?: string } | null)?.kind ?? "");
    const died = plan.state === "token-dead" && !wasDead;
    const revived = round.trouble === null && round.callCount > 0 && wasDead;
    if (!died && !revived) return;
    await appendTransitions(tx, organizationId, now, [
      {
        id: ports.random.id(now),
        subjectKind: "connection",
        subjectId: connection.id,
        field: "access_token",
        from: died ? "accepted" : "refused",
        to: died ? "refused" : "accepted",
        direction: died ? "fell" : "recovered",
        occurredAt: now,
      },
    ]);
  });
  ports.poke("transitions");
}
