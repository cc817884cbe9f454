import { setImmediate } from "node:timers/promises";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import type { LeafQuestion } from "../../adapters/db/spike-leaves.ts";
import {
  findUnexplained,
  findUnexplainedWork,
  storeExplanations,
  type UnexplainedSpike,
} from "../../adapters/db/spikes.ts";
import { explainRise } from "../../core/attribution/explain-rise.ts";
import { signalsOf } from "../../core/detection/stream-bucket.ts";
import type { ServicePorts } from "../context.ts";
import { dayText } from "../cells/read-range.ts";
import { daysDue, gatherRiseLeaves, riseDimensions } from "./gather-rise-leaves.ts";

/** The days before a spike that it is compared with. */
export const baseDays = 56;
const dayMs = 86_400_000;
const atOnce = 50;

/**
 * Looks at what spikes go along with that are new, have changed, or have gone on for a while since: each one's window against
 * the eight weeks before it, leaf by leaf.
 *
 * @returns how many were looked at.
 */
export async function explainSpikes(ports: ServicePorts): Promise<number> {
  let explained = 0;
  for (const organizationId of await findUnexplainedWork(ports.db, ports.clock.now())) {
    for (let count = atOnce; count === atOnce; explained += count) {
      const spikes = await findUnexplained(ports.db, organizationId, ports.clock.now(), atOnce);
      count = spikes.length;
      await explainSome(ports, organizationId, spikes);
    }
  }
  return explained;
}

async function explainSome(
  ports: ServicePorts,
  organizationId: string,
  spikes: readonly UnexplainedSpike[],
): Promise<void> {
  if (spikes.length === 0) return;
  const now = ports.clock.now();
  const today = Math.floor(now.getTime() / dayMs);
  const questions = spikes.map((spike) => questionOf(spike, today));
  const [gathered, smallGroupSize] = await Promise.all([
    gatherRiseLeaves({ db: ports.db, organizationId }, questions),
    findSmallGroupSize(ports.db, organizationId),
  ]);
  const explanations: { id: string; explanation: object }[] = [];
  for (const { spikeId, base, window } of questions) {
    // One takes some milliseconds: whatever else waits comes first.
    await setImmediate();
    explanations.push({
      id: spikeId,
      explanation: {
        ...explainRise(riseDimensions, gathered.get(spikeId) ?? [], smallGroupSize),
        base: { from: dayText(base.fromDay), to: dayText(base.toDay) },
        window: { from: dayText(window.fromDay), to: dayText(window.toDay) },
        smallGroupSize,
      },
    });
  }
  await storeExplanations(ports.db, organizationId, explanations, now);
}

function questionOf(spike: UnexplainedSpike, today: number): LeafQuestion {
  const window = { fromDay: spike.startDay, toDay: spike.endDay ?? today };
  const base = { fromDay: spike.startDay - baseDays, toDay: spike.startDay - 1 };
  return {
    spikeId: spike.id,
    phoneNumberId: spike.phoneNumberId,
    signals: signalsOf(spike.kind),
    base,
    window,
    days: daysDue(base, window),
  };
}
