import pLimit from "p-limit";
import { claimDuePages } from "../../adapters/db/watched-pages.ts";
import { systemActor, type ServicePorts } from "../context.ts";
import { storeLook } from "./store-look.ts";

const mostAtOnce = 20;
const besideEachOther = 4;

/** Looks at the pages that are due, of every organization. @returns how many were looked at. */
export async function lookAtDuePages(ports: ServicePorts): Promise<number> {
  const due = await claimDuePages(ports.db, mostAtOnce);
  const limit = pLimit(besideEachOther);
  await Promise.all(
    due.map(({ organizationId, id, url }) =>
      limit(async () => {
        const beganAt = ports.clock.now();
        const ctx = { ...ports, organizationId, actor: systemActor };
        try {
          await storeLook(ctx, id, await ports.readPage(url), beganAt);
        } catch (error) {
          // One page must not keep the others from being looked at; it is due again when its claim ends.
          ports.log.error({ err: error, organizationId, pageId: id }, "a look at a page could not be noted");
        }
      }),
    ),
  );
  return due.length;
}
