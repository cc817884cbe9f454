import { listBurning, type BurningBudget } from "../../adapters/db/budgets.ts";
import {
  appendTransitions,
  listLastTransitions,
  type LastTransition,
  type NewTransition,
} from "../../adapters/db/transitions.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

/** Older findings come from imported history: they are listed, and call nobody. */
const newsMs = 48 * 3_600_000;
/** While facts of a day are still coming in, counts without their messages look like a burn: such a one is soon gone. */
const settledMs = 120_000;

type Step = Pick<NewTransition, "subjectKind" | "subjectId" | "from" | "to" | "direction"> & {
  organizationId: string;
};

/**
 * Says which quality budgets burn: one incident a number or source, told again when a slow burn becomes a fast one, and over when
 * the burn is.
 *
 * @returns how many steps were noted.
 */
export async function tellBudgets(ports: ServicePorts): Promise<number> {
  const now = ports.clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms);
  const told = await inTransaction(ports, async (tx) => {
    const burning = await listBurning(tx, { detectedAfter: before(newsMs), foundBefore: before(settledMs) });
    const steps = decide(burning, await listLastTransitions(tx, ["budget"]));
    for (const organizationId of new Set(steps.map((step) => step.organizationId))) {
      const own = steps.filter((step) => step.organizationId === organizationId);
      await appendTransitions(
        tx,
        organizationId,
        now,
        own.map(({ subjectKind, subjectId, from, to, direction }) => ({
          ...{ subjectKind, subjectId, from, to, direction },
          field: "budget",
          id: ports.random.id(now),
          occurredAt: now,
        })),
      );
    }
    return steps.length;
  });
  if (told > 0) ports.poke("transitions");
  return told;
}

function decide(burning: readonly BurningBudget[], last: readonly LastTransition[]): Step[] {
  const keyOf = (organizationId: string, kind: string, id: string) => `${organizationId} ${kind} ${id}`;
  const lastOf = new Map(last.map((one) => [keyOf(one.organizationId, one.subjectKind, one.subjectId), one]));
  const openKeys = new Set(burning.map((one) => keyOf(one.organizationId, one.kind, one.id)));
  const changed = burning.flatMap(({ organizationId, kind, id, burn, isNews }): Step[] => {
    const before = lastOf.get(keyOf(organizationId, kind, id));
    const from = before === undefined || before.direction === "recovered" ? null : before.to;
    const isWorse = from === null || (from === "slow" && burn === "fast");
    if (from === burn || (isWorse && !isNews)) return [];
    const direction = isWorse ? "fell" : "improved";
    return [{ organizationId, subjectKind: kind, subjectId: id, from, to: burn, direction }];
  });
  const ended = last.flatMap((one): Step[] => {
    const { organizationId, subjectKind, subjectId, to: from, direction } = one;
    if (direction === "recovered" || openKeys.has(keyOf(organizationId, subjectKind, subjectId))) return [];
    return [{ organizationId, subjectKind, subjectId, from, to: null, direction: "recovered" }];
  });
  return [...changed, ...ended];
}
