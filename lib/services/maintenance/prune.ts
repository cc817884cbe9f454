import { dropOldErasures } from "../../adapters/db/erased-contacts.ts";
import type { ServicePorts } from "../context.ts";
import { dropOldFacts } from "./drop-old-facts.ts";
import { dropOldRejections } from "./drop-old-rejections.ts";
import { dropSandboxFacts } from "./drop-sandbox-facts.ts";

const keepDays = { answers: 1, sessions: 30, sandbox: 2 } as const;
/** Bodies may be megabytes each: a short statement at a time keeps others waiting for a moment only. */
const bodiesAtOnce = 500;

/**
 * Drops what nobody needs any more: raw webhook bodies, rejected rows of imports and single facts after the days that
 * are set for them, stored answers, long-expired sessions, and the sandbox's messages after two days. Changes,
 * transitions, incidents and the audit log stay for ever; rounds are compacted elsewhere (history/compact-polls.ts).
 */
export async function prune(ports: ServicePorts): Promise<void> {
  const { db } = ports;
  const days = (count: number) => new Date(ports.clock.now().getTime() - count * 86_400_000);
  const rawWebhooks = await dropBodies(ports, days(ports.defaults.rawRetentionDays));
  const sandboxFacts = await dropSandboxFacts(ports, days(keepDays.sandbox));
  const oldFacts = await dropOldFacts(ports);
  const rejectedRows = await dropOldRejections(ports, days(ports.defaults.rawRetentionDays));
  await db.idempotentAnswer.deleteMany({ where: { createdAt: { lt: days(keepDays.answers) } } });
  await db.userSession.deleteMany({ where: { expiresAt: { lt: days(keepDays.sessions) } } });
  await db.rateWindow.deleteMany({ where: { windowEndsAt: { lt: days(keepDays.answers) } } });
  await db.$executeRaw`delete from worker where beat_at < now() - interval '1 day'`;
  // After the bodies: an erasure is remembered as long as a body is kept that could bring the person back.
  await dropOldErasures(db, days(ports.defaults.rawRetentionDays));
  ports.log.info({ rawWebhooks, sandboxFacts, oldFacts, rejectedRows }, "pruned");
}

/** None that still waits to be worked on. */
async function dropBodies(ports: ServicePorts, before: Date): Promise<number> {
  let dropped = 0;
  const organizations = await ports.db.$queryRaw<{ organizationId: string }[]>`
    select distinct organization_id as "organizationId" from webhook_delivery where occurred_at < ${before}`;
  for (const { organizationId } of organizations) {
    for (;;) {
      const count = await ports.db.$executeRaw`
        delete from webhook_delivery where organization_id = ${organizationId} and id in (
          select id from webhook_delivery where organization_id = ${organizationId} and occurred_at < ${before}
            and state <> 'stored'
          order by occurred_at limit ${bodiesAtOnce})`;
      dropped += count;
      if (count < bodiesAtOnce) break;
    }
  }
  return dropped;
}
