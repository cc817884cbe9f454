import { slicesOf, sumFacts } from "../../adapters/db/webhook-replays.ts";
import type { ServicePorts } from "../context.ts";

/**
 * One text for all facts that webhooks told within a window: equal texts mean equal facts. Read day by day.
 *
 * @param keepOn asked between the days; false ends the reading.
 * @returns null when `keepOn` ended it.
 */
export async function fingerprintFacts(
  ports: Pick<ServicePorts, "db">,
  organizationId: string,
  window: { windowStart: Date; windowEnd: Date },
  keepOn: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<string | null> {
  let [count, hashes] = [0n, 0n];
  for (const slice of slicesOf(window)) {
    if (!(await keepOn())) return null;
    const sum = await sumFacts(ports.db, organizationId, slice);
    count += sum.count;
    hashes += sum.hashes;
  }
  return `${count}:${hashes}`;
}
