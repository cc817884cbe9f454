import { listHarmfulLaunches, type HarmfulLaunch } from "../../adapters/db/launch-guards.ts";
import {
  appendTransitions,
  listLastTransitions,
  type LastTransition,
  type NewTransition,
} from "../../adapters/db/transitions.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

/** Older findings come from imported history: they are listed, and call nobody. */
const newsMs = 48 * 3_600_000;
/** While facts of a day are still coming in, counts without their messages look like harm: such a verdict is soon gone. */
const settledMs = 120_000;

type Step = Pick<NewTransition, "subjectKind" | "subjectId" | "from" | "to" | "direction"> & {
  organizationId: string;
};

/**
 * Says which launches are harmful: one incident a launch, told again when another part of it is called so, and over when none is.
 *
 * @returns how many steps were noted.
 */
export async function tellGuards(ports: ServicePorts): Promise<number> {
  const now = ports.clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms);
  const told = await inTransaction(ports, async (tx) => {
    const harmful = await listHarmfulLaunches(tx, {
      verdictAfter: before(newsMs),
      foundBefore: before(settledMs),
    });
    const steps = decide(harmful, await listLastTransitions(tx, ["launch_guard"]));
    for (const organizationId of new Set(steps.map((step) => step.organizationId))) {
      const own = steps.filter((step) => step.organizationId === organizationId);
      await appendTransitions(
        tx,
        organizationId,
        now,
        own.map(({ subjectKind, subjectId, from, to, direction }) => ({
          ...{ subjectKind, subjectId, from, to, direction },
          field: "launch_guard",
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

function decide(harmful: readonly HarmfulLaunch[], last: readonly LastTransition[]): Step[] {
  const keyOf = (one: Pick<HarmfulLaunch, "organizationId" | "subjectId"> & { subjectKind: string }) =>
    `${one.organizationId} ${one.subjectKind} ${one.subjectId}`;
  const lastOf = new Map(last.map((one) => [keyOf(one), one]));
  const open = new Set(harmful.map(keyOf));
  const fallen = harmful.flatMap((one): Step[] => {
    const before = lastOf.get(keyOf(one));
    const known =
      before === undefined || before.direction === "recovered" ? [] : (before.to ?? "").split(",");
    const added = one.news.filter((id) => !known.includes(id));
    if (added.length === 0) return [];
    const { organizationId, subjectKind, subjectId } = one;
    const to = [...added, ...known.filter((id) => one.ids.includes(id))].join(",");
    return [{ organizationId, subjectKind, subjectId, from: null, to, direction: "fell" }];
  });
  const ended = last.flatMap((one): Step[] => {
    const { organizationId, subjectKind, subjectId, to: from, direction } = one;
    if (direction === "recovered" || open.has(keyOf(one))) return [];
    return [{ organizationId, subjectKind, subjectId, from, to: null, direction: "recovered" }];
  });
  return [...fallen, ...ended];
}
