import {
  listCollectorStates,
  listRefusedFromTheStart,
  listUnwatched,
  listWatchedStates,
  takeWatch,
  type CollectorState,
} from "../../adapters/db/silence-states.ts";
import { markDuty, readDuty } from "../../adapters/db/duty-marks.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import {
  appendTransitions,
  listLastTransitions,
  type LastTransition,
  type NewTransition,
} from "../../adapters/db/transitions.ts";
import { changesUntilSilence } from "../../core/collection/discrepancy.ts";
import { missedPollsAllowed } from "../../core/collection/freshness.ts";
import { isCollectorSilent, outageAfterMs, silenceStep } from "../../core/collection/silence.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { findDiscrepancies } from "./find-discrepancies.ts";

/** A number must be missing from one more complete list than the first that lacked it. */
const missingRounds = 1;

type Step = Omit<NewTransition, "id" | "occurredAt"> & { organizationId: string; occurredAt?: Date };

const keyOf = (one: { organizationId: string; subjectId: string; field: string }) =>
  `${one.organizationId} ${one.field} ${one.subjectId}`;

/**
 * Looks whether something has fallen silent: collectors, webhooks, subscriptions, numbers, fields. Every worker looks each
 * minute, one at a time, by the database's clock. After a time in which none of them looked, that stretch is told too
 * (docs/faults.md F62).
 *
 * @returns 0: nothing follows at once.
 */
export async function watchSilence(ports: ServicePorts): Promise<number> {
  await findDiscrepancies(ports);
  const told = await inTransaction(ports, async (tx) => {
    const now = await takeWatch(tx);
    if (now === null) return 0;
    const mark = await readDuty(tx, "watch");
    await markDuty(tx, "watch");
    const isBack = mark !== null && now.getTime() - mark.at.getTime() > outageAfterMs;
    if (isBack)
      ports.log.warn({ from: mark.at, to: now }, "nobody looked in this time: no process of ours ran");
    const collectors = await listCollectorStates(tx, isBack ? mark.at : null);
    const last = new Map(
      (
        await listLastTransitions(tx, [
          "collector",
          "webhook_subscription",
          "webhooks",
          "visibility",
          "graph_field",
        ])
      ).map((one) => [keyOf(one), one]),
    );
    const steps = [
      ...collectors.flatMap((one) =>
        collectorStep(one, last.get(keyOf(collectorKey(one))) ?? null, {
          now,
          outageFrom: isBack ? mark.at : null,
        }),
      ),
      ...(await stateSteps(tx, last, now)),
    ];
    for (const organizationId of new Set(steps.map((step) => step.organizationId))) {
      await appendTransitions(
        tx,
        organizationId,
        now,
        steps.flatMap(({ organizationId: own, ...step }) =>
          own === organizationId ? [{ occurredAt: now, ...step, id: ports.random.id(now) }] : [],
        ),
      );
    }
    return steps.length;
  });
  if (told > 0) ports.poke("transitions");
  return 0;
}

const collectorKey = (one: CollectorState) =>
  ({ organizationId: one.organizationId, subjectId: one.id, field: "collector" }) as const;

/** Its own rule: the times of the silence travel with the transition, and it ends with the first round that reads. */
function collectorStep(
  collector: CollectorState,
  last: LastTransition | null,
  watch: { now: Date; outageFrom: Date | null },
): Step[] {
  const { now, outageFrom } = watch;
  const base = { ...collectorKey(collector), subjectKind: "connection" as const };
  const { lastGoodAt, state } = collector;
  if (last?.direction === "fell") {
    if (state !== "active") return [{ ...base, from: last.from, to: state, direction: "recovered" }];
    const isOver = lastGoodAt !== null && (last.from === null || lastGoodAt > new Date(last.from));
    return isOver
      ? [{ ...base, from: last.from, to: "reading", direction: "recovered", occurredAt: lastGoodAt }]
      : [];
  }
  if (state !== "active") return [];
  if (outageFrom !== null) {
    const from =
      collector.lastEndAt !== null && collector.lastEndAt > outageFrom ? collector.lastEndAt : outageFrom;
    const missed = collector.pollIntervalSeconds * missedPollsAllowed * 1000;
    // One that had never been read, or was made in that time, has missed nothing.
    if (lastGoodAt !== null && now.getTime() - from.getTime() > missed) {
      return [{ ...base, from: from.toISOString(), to: "blind", direction: "fell" }];
    }
  }
  return isCollectorSilent({ ...collector, now })
    ? [{ ...base, from: lastGoodAt?.toISOString() ?? null, to: "silent", direction: "fell" }]
    : [];
}

async function stateSteps(tx: Db, last: ReadonlyMap<string, LastTransition>, now: Date): Promise<Step[]> {
  const refused = new Map(
    (await listRefusedFromTheStart(tx)).map((one) => [
      `${one.organizationId} ${one.connectionId}`,
      new Set(one.fields.split(",")),
    ]),
  );
  const states = await listWatchedStates(tx, { missingRounds, unannouncedChanges: changesUntilSilence });
  const steps = states.flatMap((state): Step[] => {
    const { organizationId, subjectKind, subjectId, field } = state;
    const base = { organizationId, subjectKind, subjectId, field };
    const before = last.get(keyOf(state)) ?? null;
    let { ailment } = state;
    if (field === "graph_field") {
      const always = refused.get(`${organizationId} ${subjectId}`);
      if (always === undefined) {
        return [{ ...base, from: null, to: [...ailment].sort().join(","), direction: "recovered" }];
      }
      ailment = ailment.filter((one) => !always.has(one));
    }
    // What was refused from the start was never told, so it delays nothing.
    const isFirst = before === null || (before.direction === "recovered" && before.from === null);
    const view = isFirst ? null : { direction: before.direction, to: before.to, at: before.recordedAt };
    const step = silenceStep(view, ailment, now);
    return step === null ? [] : [{ ...base, from: before?.to ?? null, ...step }];
  });
  // Collectors see the end of their connection themselves.
  const present = new Set(states.map(keyOf));
  const open = [...last.values()].filter(
    (one) => one.direction !== "recovered" && one.field !== "collector" && !present.has(keyOf(one)),
  );
  const gone = new Set(
    (
      await listUnwatched(
        tx,
        open.map(({ organizationId, subjectKind, subjectId }) => ({
          organizationId,
          subjectKind,
          subjectId,
        })),
      )
    ).map((one) => `${one.organizationId} ${one.subjectId}`),
  );
  const ended = open.filter((one) => gone.has(`${one.organizationId} ${one.subjectId}`));
  return [
    ...steps,
    ...ended.map(({ organizationId, subjectKind, subjectId, field, to }): Step => ({
      ...{ organizationId, subjectKind, subjectId, field },
      from: to,
      to: "removed",
      direction: "recovered",
    })),
  ];
}
