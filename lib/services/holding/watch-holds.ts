import { listDueHolds, lockHold, type StoredHold } from "../../adapters/db/holds.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { readAnswersTo, readNumberCounts, readSentBetween } from "../../adapters/db/sent-since.ts";
import { expireHold, stepBack } from "../../core/holding/decide-hold.ts";
import { rampObjection, type SinceHold } from "../../core/holding/ramp-objection.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { applyDecision } from "./apply-decision.ts";
import { findOwnSources } from "./own-sources.ts";
import { proposeHolds } from "./propose-holds.ts";

const atOnce = 20;
const hourMs = 3_600_000;
const otherDays = 28;

/**
 * What holds do by themselves: ask, expire, and take the next step of the way back. Each step is decided and written under the row's lock,
 * so that of two processes one takes it.
 *
 * @returns how many changed.
 */
export async function watchHolds(ports: ServicePorts): Promise<number> {
  let changed = await proposeHolds(ports);
  for (const { organizationId, id } of await listDueHolds(ports.db, ports.clock.now(), atOnce)) {
    const after = await inTransaction(ports, async (tx) => {
      const hold = await lockHold(tx, organizationId, id);
      if (hold === null) return null;
      const now = ports.clock.now();
      const decision = expireHold(hold, now) ?? stepBack(hold, await objectionTo(tx, hold, now), now);
      return decision?.ok === true ? applyDecision(tx, ports, hold, decision, null) : null;
    });
    if (after !== null) changed += 1;
  }
  if (changed > 0) ports.poke("hold-orders");
  return changed;
}

async function objectionTo(tx: Db, hold: StoredHold, now: Date): Promise<string | null> {
  const { heldAt } = hold;
  return heldAt === null ? null : rampObjection(await countSinceHold(tx, hold, heldAt, now));
}

async function countSinceHold(tx: Db, hold: StoredHold, heldAt: Date, now: Date): Promise<SinceHold> {
  const { organizationId, activationMethodId } = hold;
  const own = await findOwnSources(tx, organizationId, hold);
  const thisHour = Math.floor(now.getTime() / hourMs);
  const range = { from: heldAt, to: now };
  const incidents = await tx.$queryRaw<{ title: string }[]>`
    select title from incident
    where organization_id = ${organizationId} and state <> 'resolved' and opened_at > ${heldAt}
      and (subject ->> 'activationMethodId' = ${activationMethodId} or severity = 'SEV1')
    order by opened_at limit 3`;
  const sent = await readSentBetween(tx, organizationId, own, range);
  const answers = await readAnswersTo(tx, organizationId, own, { ...range, weekFrom: heldAt });
  const numbers = await readNumberCounts(
    tx,
    organizationId,
    { fromHour: thisHour - otherDays * 24, toHour: thisHour + 1 },
    { than: own.ordinals },
  );
  const others = numbers.filter(({ number }) => sent.has(number));
  const sum = (counts: Iterable<number>) => [...counts].reduce((total, one) => total + one, 0);
  return {
    incidents: incidents.map(({ title }) => title),
    after: { exposures: sum(sent.values()), events: sum(answers.map(({ signals }) => signals)) },
    others: {
      exposures: sum(others.map(({ messages }) => messages)),
      events: sum(others.map(({ events }) => events)),
    },
  };
}
