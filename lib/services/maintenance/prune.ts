import type { ServicePorts } from "../context.ts";

const keepDays = { rawWebhooks: 30, wabaPolls: 30, answers: 1, sessions: 30 } as const;

/**
 * Drops what nobody needs any more: raw webhook bodies, readings whose changes and gaps are kept apart, stored answers,
 * long-expired sessions. Changes, transitions, incidents and the audit log stay for ever.
 */
export async function prune(ports: ServicePorts): Promise<void> {
  const { db } = ports;
  const days = (count: number) => new Date(ports.clock.now().getTime() - count * 86_400_000);
  const raw = await db.webhookDelivery.deleteMany({
    where: { recordedAt: { lt: days(keepDays.rawWebhooks) }, state: { not: "stored" } },
  });
  const polls = await db.wabaPoll.deleteMany({ where: { recordedAt: { lt: days(keepDays.wabaPolls) } } });
  const runs = await db.pollRun.deleteMany({
    where: { recordedAt: { lt: days(keepDays.wabaPolls) }, finishedAt: { not: null } },
  });
  await db.idempotentAnswer.deleteMany({ where: { createdAt: { lt: days(keepDays.answers) } } });
  await db.userSession.deleteMany({ where: { expiresAt: { lt: days(keepDays.sessions) } } });
  await db.rateWindow.deleteMany({ where: { windowEndsAt: { lt: days(keepDays.answers) } } });
  await db.$executeRaw`delete from worker where beat_at < now() - interval '1 day'`;
  ports.log.info({ rawWebhooks: raw.count, wabaPolls: polls.count, pollRuns: runs.count }, "pruned");
}
