import type { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** Management changes as rows; one that is there already stays. */
export async function storeWebhookEvents(
  db: Db,
  events: readonly Prisma.WebhookEventCreateManyInput[],
): Promise<void> {
  if (events.length === 0) return;
  await db.webhookEvent.createMany({ data: [...events], skipDuplicates: true });
}

/** Takes back what these deliveries told, messages apart (`resetExposures`): a replay tells it anew. */
export async function dropFactsOfDeliveries(
  db: Db,
  organizationId: string,
  deliveryIds: readonly string[],
): Promise<void> {
  const where = { organizationId, deliveryId: { in: [...deliveryIds] } };
  // An erased person's signals cannot be told again: they stay as they count.
  await db.signal.deleteMany({ where: { ...where, erased: false } });
  await db.adReferral.deleteMany({ where });
  await db.contactLink.deleteMany({ where });
  await db.webhookEvent.deleteMany({ where });
}
