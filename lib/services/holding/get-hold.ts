import { listOrders, type OrderWithAttempts } from "../../adapters/db/hold-orders.ts";
import { findHold, listHoldEvents, type StoredHold } from "../../adapters/db/holds.ts";
import { readCellValues } from "../../adapters/db/read-cells.ts";
import { readSentBetween } from "../../adapters/db/sent-since.ts";
import type { HoldDetailDto } from "../../contracts/holds.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toHoldDto } from "./hold-dto.ts";
import { findOwnSources } from "./own-sources.ts";

const weekMs = 7 * 86_400_000;

/**
 * One hold with its history, its orders, what was sent since it was accepted, and Meta's own state of the numbers it is about.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function getHold(ctx: ServiceContext, id: string): Promise<HoldDetailDto> {
  requireRight(ctx, "registry.read");
  const { db, organizationId } = ctx;
  const hold = await findHold(db, organizationId, id);
  if (hold === null) throw notFound("The hold");
  const [dto, events, orders, counted] = await Promise.all([
    toHoldDto(db, hold),
    listHoldEvents(db, organizationId, id),
    listOrders(db, organizationId, id),
    countSince(ctx, hold),
  ]);
  const { evidence } = hold;
  return {
    ...dto,
    evidence:
      evidence === null ? null : { ...evidence, interval: evidence.interval && [...evidence.interval] },
    events: events.map(({ occurredAt, actorName, text }) => ({
      at: occurredAt.toISOString(),
      actorName,
      text,
    })),
    orders: orders.map(toOrderDto),
    ...counted,
  };
}

async function countSince(
  { db, organizationId, clock }: ServiceContext,
  hold: StoredHold,
): Promise<Pick<HoldDetailDto, "since" | "meta">> {
  const now = clock.now();
  const since = hold.heldAt === null || hold.endedAt !== null ? null : hold.heldAt;
  const from = new Date((hold.heldAt ?? hold.askedAt).getTime() - weekMs);
  const own = await findOwnSources(db, organizationId, hold);
  const [week, after, values] = await Promise.all([
    readSentBetween(db, organizationId, own, { from, to: hold.heldAt ?? now }),
    since === null ? null : readSentBetween(db, organizationId, own, { from: since, to: now }),
    readCellValues(db, organizationId),
  ]);
  const ids = [...week.keys()].flatMap((ordinal) => values.number.get(ordinal) ?? []);
  const numbers = await db.phoneNumber.findMany({
    where: { organizationId, id: { in: ids } },
    select: { id: true, displayPhoneNumber: true, qualityRating: true, status: true },
    orderBy: { id: "asc" },
  });
  return {
    since:
      since === null || after === null
        ? null
        : { at: since.toISOString(), messages: [...after.values()].reduce((sum, one) => sum + one, 0) },
    meta: numbers.map((number) => ({
      phoneNumberId: number.id,
      name: number.displayPhoneNumber,
      qualityRating: number.qualityRating,
      status: number.status,
    })),
  };
}

function toOrderDto(order: OrderWithAttempts): HoldDetailDto["orders"][number] {
  return {
    id: order.id,
    kind: order.kind as HoldDetailDto["orders"][number]["kind"],
    share: order.share,
    dryRun: order.dryRun,
    state: order.state as HoldDetailDto["orders"][number]["state"],
    createdAt: order.createdAt.toISOString(),
    attempts: order.attempts.map(({ number, occurredAt, outcome, detail }) => ({
      ...{ number, at: occurredAt.toISOString(), outcome, detail },
    })),
  };
}
