import { findViolations, lockOptOutWatch, type Violations } from "../../adapters/db/opt-out-watch.ts";
import {
  appendTransitions,
  listLastTransitions,
  type LastTransition,
  type NewTransition,
} from "../../adapters/db/transitions.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

const hourMs = 3_600_000;
/** Older findings come from imported history: they are listed, and call nobody. */
const newsMs = 48 * hourMs;
/** Without another one for so long it is over. */
const calmMs = 72 * hourMs;
/** It is told again when so many times more people are concerned than when it was told last. */
const tenfold = 10;

type Step = Omit<NewTransition, "id" | "occurredAt" | "subjectKind" | "field"> & { organizationId: string };

/**
 * Looks whether marketing was sent to people who had said stop: one incident for each phone number, which begins with a
 * finding of the last 48 hours and ends after 72 hours without one.
 *
 * @returns 0: nothing follows at once.
 */
export async function watchOptOuts(ports: ServicePorts): Promise<number> {
  const now = ports.clock.now();
  const told = await inTransaction(ports, async (tx) => {
    if (!(await lockOptOutWatch(tx))) return 0;
    const before = (ms: number) => new Date(now.getTime() - ms);
    const found = await findViolations(tx, { since: before(calmMs), recent: before(newsMs) });
    const last = await listLastTransitions(tx, ["opt_outs"]);
    const steps = decide(found, last);
    for (const organizationId of new Set(steps.map((step) => step.organizationId))) {
      await appendTransitions(
        tx,
        organizationId,
        now,
        steps.flatMap(({ organizationId: own, ...step }) =>
          own === organizationId ? [{ ...step, ...subject, id: ports.random.id(now), occurredAt: now }] : [],
        ),
      );
    }
    return steps.length;
  });
  if (told > 0) ports.poke("transitions");
  return 0;
}

const subject = { subjectKind: "phone-number", field: "opt_outs" } as const;

function decide(found: readonly Violations[], last: readonly LastTransition[]): Step[] {
  const keyOf = (organizationId: string, numberId: string) => `${organizationId} ${numberId}`;
  const lastOf = new Map(last.map((one) => [keyOf(one.organizationId, one.subjectId), one]));
  const foundOf = new Set(found.map((one) => keyOf(one.organizationId, one.phoneNumberId)));
  const fallen = found.filter((one) => isNews(one, lastOf.get(keyOf(one.organizationId, one.phoneNumberId))));
  const ended = last.filter(
    (one) => one.direction !== "recovered" && !foundOf.has(keyOf(one.organizationId, one.subjectId)),
  );
  return [
    ...fallen.map((one): Step => ({
      organizationId: one.organizationId,
      subjectId: one.phoneNumberId,
      from: one.firstAt.toISOString(),
      to: String(one.people),
      direction: "fell",
    })),
    ...ended.map((one): Step => ({
      organizationId: one.organizationId,
      subjectId: one.subjectId,
      from: one.to,
      to: null,
      direction: "recovered",
    })),
  ];
}

function isNews(found: Violations, last: LastTransition | undefined): boolean {
  if (found.recentPeople === 0) return false;
  if (last === undefined || last.direction === "recovered") return true;
  if (found.resolvedAt !== null && last.recordedAt <= found.resolvedAt) {
    // A person ended it; what came afterwards is a new case.
    return found.lastAt > found.resolvedAt;
  }
  return found.people >= tenfold * Number(last.to ?? Number.POSITIVE_INFINITY);
}
