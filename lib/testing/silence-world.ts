import type { StretchCount } from "../core/suspected-blocks/estimate-reachability.ts";
import type { ContactSilence } from "../core/suspected-blocks/suspect-block.ts";
import type { Random } from "../sandbox/seeded-random.ts";

/** Rates of an invented world, in days. People come back from all but the last two. */
export interface SilenceWorld {
  readonly contacts: number;
  readonly days: number;
  /** Mean days between two messages to one contact. */
  readonly everyDays: number;
  readonly blocksPerDelivered: number;
  /** Phones off: mean days between two; the length is Lomax (a Pareto tail) with this shape and scale. */
  readonly offEveryDays: number;
  readonly offShape: number;
  readonly offScale: number;
  /** A new phone: WhatsApp comes back after one day and more. */
  readonly newPhoneEveryDays: number;
  /** Left for good. */
  readonly goneEveryDays: number;
  readonly lostMessageShare: number;
  /** Of those who block, so many whose messages then fail with 131026 instead of staying at sent. */
  readonly blocksShownAs131026: number;
}

export interface SimulatedContact extends ContactSilence {
  readonly isBlocked: boolean;
  readonly blockedDay: number | null;
}

const day = 86_400_000;
const exponential = (random: Random, mean: number) => -mean * Math.log(1 - random());

/** Contacts as they stand on the last day, whether they have really blocked, and every stretch that qualified. */
export function simulateSilence(random: Random, world: SilenceWorld) {
  const contacts: SimulatedContact[] = [];
  const stretches: StretchCount[] = [];
  for (let index = 0; index < world.contacts; index += 1) contacts.push(oneContact(random, world, stretches));
  const contactYears = (world.contacts * world.days) / 365;
  return { contacts, stretches, contactYears, now: new Date(world.days * day) };
}

function oneContact(random: Random, world: SilenceWorld, stretches: StretchCount[]): SimulatedContact {
  let nextOff = exponential(random, world.offEveryDays);
  let nextPhone = exponential(random, world.newPhoneEveryDays);
  // Half of those who leave delete their account, which Meta answers with 131026.
  const deletesAccount = random() < 0.5;
  const goneAt = exponential(random, world.goneEveryDays);
  let awayUntil = 0;
  let isNewPhone = false;
  let blockedDay: number | null = null;
  const showsFailure = random() < world.blocksShownAs131026;
  let deliveredBefore = 0;
  let lastSign: number | null = null;
  let open: { first: number; count: number; ends: number; qualified: number; failed: boolean } | null = null;
  const close = (until: number, hasEnded: boolean) => {
    if (open === null || open.qualified > until) return;
    const [entryDay, lastDay] = [Math.floor(open.qualified - open.first), Math.floor(until - open.first)];
    stretches.push({ sort: open.failed ? "failed-131026" : "silent", entryDay, lastDay, hasEnded, count: 1 });
  };
  const settle = (until: number) => {
    if (open === null || open.ends > until) return;
    close(open.ends, true);
    lastSign = open.ends;
    deliveredBefore += 1;
    open = null;
  };
  for (
    let t = random() * world.everyDays;
    t < world.days;
    t += 0.5 + exponential(random, world.everyDays - 0.5)
  ) {
    for (; nextOff < t; nextOff += exponential(random, world.offEveryDays)) {
      const length = world.offScale * ((1 - random()) ** (-1 / world.offShape) - 1);
      if (nextOff + length > awayUntil) [awayUntil, isNewPhone] = [nextOff + length, false];
    }
    for (; nextPhone < t; nextPhone += exponential(random, world.newPhoneEveryDays)) {
      const until = nextPhone + 1 + exponential(random, 5);
      if (until > awayUntil) [awayUntil, isNewPhone] = [until, true];
    }
    settle(t);
    const isGone = goneAt < t;
    const isLost = random() < world.lostMessageShare;
    const isAway = isNewPhone && awayUntil > t && random() < 0.5;
    const isFailed: boolean = blockedDay === null ? isAway || (isGone && deletesAccount) : showsFailure;
    const arrives: number =
      blockedDay !== null || isGone || isLost || isFailed ? Infinity : Math.max(t, awayUntil);
    if (arrives === t) {
      if (open !== null) open.ends = t;
      settle(t);
      lastSign = t;
      deliveredBefore += 1;
      if (random() < world.blocksPerDelivered) blockedDay = t;
      continue;
    }
    open ??= { first: t, count: 0, ends: Infinity, qualified: Infinity, failed: false };
    open.count += 1;
    open.ends = Math.min(open.ends, arrives);
    open.failed ||= isFailed;
    if (open.count >= 2 || open.failed)
      open.qualified = Math.min(open.qualified, Math.max(t, open.first + 2));
  }
  settle(world.days);
  close(world.days, false);
  const ongoing = open as { first: number; count: number; failed: boolean } | null;
  return {
    deliveredBefore,
    undeliveredCount: ongoing?.count ?? 0,
    firstUndeliveredAt: ongoing === null ? null : new Date(ongoing.first * day),
    lastSignAt: lastSign === null ? null : new Date(lastSign * day),
    had131026: ongoing?.failed ?? false,
    isBlocked: blockedDay !== null,
    blockedDay,
  };
}
