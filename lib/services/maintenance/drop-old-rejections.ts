import { dropRejectionsBefore } from "../../adapters/db/data-imports.ts";
import type { ServicePorts } from "../context.ts";

/**
 * Drops the rejected rows of imports that nobody has touched since a time. How many there were stays with the import.
 *
 * @returns how many rows went.
 */
export async function dropOldRejections(ports: Pick<ServicePorts, "db">, before: Date): Promise<number> {
  let dropped = 0;
  for (let more = true; more;) {
    const step = await dropRejectionsBefore(ports.db, before);
    dropped += step.count;
    more = step.more;
  }
  return dropped;
}
