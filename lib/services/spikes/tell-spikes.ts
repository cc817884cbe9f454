import { listOpenSpikes, type OpenSpikes } from "../../adapters/db/spikes.ts";
import {
  appendTransitions,
  listLastTransitions,
  type LastTransition,
  type NewTransition,
} from "../../adapters/db/transitions.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

/** Older findings come from imported history: they are listed, and call nobody. */
const newsMs = 48 * 3_600_000;
/** While facts of a day are still coming in, counts without their messages look like a rise: such a one is soon gone. */
const settledMs = 120_000;

type Step = Pick<NewTransition, "subjectId" | "from" | "to" | "direction"> & { organizationId: string };

/**
 * Says which numbers have a spike that people should hear of: one incident a number, told again when another signal joins,
 * and over when none goes on any more.
 *
 * @returns how many steps were noted.
 */
export async function tellSpikes(ports: ServicePorts): Promise<number> {
  const now = ports.clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms);
  const told = await inTransaction(ports, async (tx) => {
    const open = await listOpenSpikes(tx, { detectedAfter: before(newsMs), foundBefore: before(settledMs) });
    const steps = decide(open, await listLastTransitions(tx, ["spikes"]));
    for (const organizationId of new Set(steps.map((step) => step.organizationId))) {
      const own = steps.filter((step) => step.organizationId === organizationId);
      await appendTransitions(
        tx,
        organizationId,
        now,
        own.map(({ subjectId, from, to, direction }) => ({
          ...{ subjectId, from, to, direction },
          subjectKind: "phone-number",
          field: "spikes",
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

function decide(open: readonly OpenSpikes[], last: readonly LastTransition[]): Step[] {
  const keyOf = (organizationId: string, numberId: string) => `${organizationId} ${numberId}`;
  const lastOf = new Map(last.map((one) => [keyOf(one.organizationId, one.subjectId), one]));
  const openOf = new Set(open.map((one) => keyOf(one.organizationId, one.phoneNumberId)));
  const fallen = open.flatMap((one): Step[] => {
    const before = lastOf.get(keyOf(one.organizationId, one.phoneNumberId));
    const known =
      before === undefined || before.direction === "recovered" ? [] : (before.to ?? "").split(",");
    const added = one.news.filter((id) => !known.includes(id));
    if (added.length === 0) return [];
    const to = [...added, ...known.filter((id) => one.ids.includes(id))].join(",");
    return [
      { organizationId: one.organizationId, subjectId: one.phoneNumberId, from: null, to, direction: "fell" },
    ];
  });
  const ended = last.flatMap((one): Step[] =>
    one.direction === "recovered" || openOf.has(keyOf(one.organizationId, one.subjectId))
      ? []
      : [
          {
            organizationId: one.organizationId,
            subjectId: one.subjectId,
            from: one.to,
            to: null,
            direction: "recovered",
          },
        ],
  );
  return [...fallen, ...ended];
}
