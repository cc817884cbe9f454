import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import { pageHolds } from "../../adapters/db/holds.ts";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import { readCellValues } from "../../adapters/db/read-cells.ts";
import { readAnswersTo, readNumberCounts, readSentBetween } from "../../adapters/db/sent-since.ts";
import type { WhatIfHeldDto, WhatIfHeldQuery } from "../../contracts/holds.ts";
import { withoutMessages } from "../../core/holding/what-if-held.ts";
import type { ServiceContext } from "../context.ts";
import { invalid, notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { findOwnSources } from "./own-sources.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const mostDays = 90;
/** Most negative signals come within so long of their message. */
const youngMs = 3 * dayMs;
const mostHolds = 50;

/**
 * What would not have happened had a launch been held at an instant: its messages from then until the hold that was ordered, or now, the
 * negative signals that answer them, and the seven-day rates of their numbers with and without.
 *
 * @throws ServiceError NOT_FOUND, VALIDATION (at) for an instant that is not within the last 90 days.
 */
export async function getWhatIfHeld(
  ctx: ServiceContext,
  id: string,
  query: WhatIfHeldQuery,
): Promise<WhatIfHeldDto> {
  requireRight(ctx, "quality.read");
  const { db, organizationId } = ctx;
  if ((await findActivationMethod(db, organizationId, id)) === null) throw notFound("The activation method");
  const now = ctx.clock.now();
  const from = new Date(query.at);
  if (from > now) throw invalid("at", "must not be in the future");
  if (from.getTime() < now.getTime() - mostDays * dayMs)
    throw invalid("at", `must be within the last ${mostDays} days`);
  const [own, holds, values, smallGroup] = await Promise.all([
    findOwnSources(db, organizationId, { activationMethodId: id, sourceIds: [] }),
    pageHolds(db, organizationId, { activationMethodId: id }, { limit: mostHolds, afterId: null }),
    readCellValues(db, organizationId),
    findSmallGroupSize(db, organizationId),
  ]);
  const held = holds
    .filter((hold) => hold.sourceIds.length === 0 && hold.heldAt !== null && hold.heldAt > from)
    .map(({ heldAt }) => heldAt?.getTime() ?? 0);
  const to = new Date(Math.min(now.getTime(), ...held));
  const later = (one: Date, other: Date) => (one > other ? one : other);
  const weekFrom = new Date(Math.floor((now.getTime() - weekMs) / hourMs) * hourMs);
  const range = { from, to };
  const thisHour = Math.floor(now.getTime() / hourMs);
  const [sent, young, ofWeek, answers, numbers] = await Promise.all([
    readSentBetween(db, organizationId, own, range),
    readSentBetween(db, organizationId, own, { from: later(from, new Date(now.getTime() - youngMs)), to }),
    readSentBetween(db, organizationId, own, { from: later(from, weekFrom), to }),
    readAnswersTo(db, organizationId, own, { ...range, weekFrom }),
    readNumberCounts(
      db,
      organizationId,
      { fromHour: weekFrom.getTime() / hourMs, toHour: thisHour + 1 },
      { than: [] },
    ),
  ]);
  const total = (counts: Iterable<number>) => [...counts].reduce((sum, one) => sum + one, 0);
  const messages = total(sent.values());
  const suppressed = messages > 0 && messages < smallGroup;
  const known = suppressed ? [] : answers;
  const of = (kind: string) => total(known.filter((one) => one.kind === kind).map(({ signals }) => signals));
  const ids = [...sent.keys()].flatMap((ordinal) => values.number.get(ordinal) ?? []);
  const named = await db.phoneNumber.findMany({
    where: { organizationId, id: { in: ids } },
    select: { id: true, displayPhoneNumber: true },
  });
  const nameOf = new Map(named.map((one) => [one.id, one.displayPhoneNumber]));
  return {
    ...{ at: from.toISOString(), until: to.toISOString(), suppressed },
    messages: suppressed ? 0 : messages,
    youngMessages: suppressed ? 0 : total(young.values()),
    signals: {
      total: total(known.map(({ signals }) => signals)),
      ...{ block: of("block"), report: of("report"), opt_out: of("opt_out") },
    },
    numbers: suppressed
      ? []
      : numbers
          .filter(({ number }) => sent.has(number))
          .map(({ number, messages: inWeek, events }) => {
            const key = values.number.get(number) ?? String(number);
            const own7 = answers.filter(({ phoneNumberId }) => phoneNumberId === key);
            const without = {
              messages: ofWeek.get(number) ?? 0,
              signals: total(own7.map((one) => one.ofWeek)),
            };
            return {
              ...{ phoneNumberId: key, name: nameOf.get(key) ?? null },
              ...withoutMessages({ messages: inWeek, signals: events }, without),
            };
          }),
  };
}
