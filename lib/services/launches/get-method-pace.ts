import { findActivationMethod, type StoredActivationMethod } from "../../adapters/db/activation-methods.ts";
import { readGuardStands } from "../../adapters/db/launch-guards.ts";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import {
  readFirstMessages,
  readPaceCounts,
  type FirstMessages,
  type PaceCount,
} from "../../adapters/db/pace-days.ts";
import type { MethodPaceDto, MethodPaceQuery } from "../../contracts/launches.ts";
import { weighGuard } from "../../core/guard/weigh-guard.ts";
import type { LaunchStand } from "../../core/guard/watch-launch.ts";
import { usualLevel, windowDays } from "../../core/pace/largest-pace.ts";
import { paceWords } from "../../core/pace/pace-words.ts";
import {
  allowedOrigins,
  intakeOf,
  paceCalendar,
  planPace,
  type AllowedPace,
  type NumberToPace,
} from "../../core/pace/plan-pace.ts";
import { badCase, beliefAfter, priorBelief, type RatioBelief } from "../../core/pace/ratio-belief.ts";
import { decideMessagingLimit, readMessagingLimit } from "../../core/quality/messaging-limit.ts";
import { methodState } from "../../core/registry/method-state.ts";
import { plannedOnDay } from "../../core/registry/ramp.ts";
import { openDimensions } from "../cells/open-dimensions.ts";
import { dayText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";

const dayMs = 86_400_000;
const baseDays = 28;
const calendarDays = 14;
const mostNumbers = 20;
/** Weeks of new contacts that their first messages are counted of. */
const contactWeeks = 8;
/** Messages to a new contact where none were counted. An assumption. */
const assumedMessages = 3;

/**
 * How much a method may send a day from each number, so that even a bad case of it keeps the number within its quality budget, and what
 * was sent yesterday and today. Numbers that it sends from; as long as it sends from none, all that send.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function getMethodPace(
  ctx: ServiceContext,
  id: string,
  query: MethodPaceQuery,
): Promise<MethodPaceDto> {
  requireRight(ctx, "quality.read");
  const { db, organizationId } = ctx;
  const method = await findActivationMethod(db, organizationId, id);
  if (method === null) throw notFound("The activation method");
  const today = Math.floor(ctx.clock.now().getTime() / dayMs);
  const level = query.level === undefined ? usualLevel : Number(query.level) / 100;
  const dimensions = await openDimensions(ctx);
  const own = dimensions.only({ method: id }).source ?? [];
  const monday = today - ((today + 3) % 7);
  const weeks = { from: monday - 7 * (contactWeeks + 1), to: monday - 14 };
  const [counts, first, stands, smallGroup] = await Promise.all([
    readPaceCounts(db, organizationId, own, { fromDay: today - baseDays, toDay: today }),
    readFirstMessages(db, organizationId, own, weeks),
    readGuardStands(db, organizationId, [{ guardId: id, fromDay: today + 1 }]),
    findSmallGroupSize(db, organizationId),
  ]);
  const stand = stands.get(id);
  const watched = stand === undefined ? null : (JSON.parse(stand) as LaunchStand).streams.negative;
  const isSeen = watched !== null && watched.expected > 0 && watched.delivered >= smallGroup;
  const belief = isSeen ? beliefAfter(weighGuard(watched).likelihood) : priorBelief;
  const perContact = messagesPerContact(first, smallGroup);
  const found = chooseNumbers(counts).map((ordinal) => ({
    ordinal,
    key: dimensions.word("phoneNumberId", ordinal) ?? String(ordinal),
  }));
  const known = await readNumbers(
    ctx,
    found.map(({ key }) => key),
  );
  const plannedOn = plannedMessages(method, today, perContact.messages, ctx.clock.now());
  return {
    level,
    belief: { from: isSeen ? "guard" : "assumed", badCase: badCase(belief, level) },
    messagesPerContact: perContact,
    numbers: found.map(({ ordinal, key }) => {
      const number = known.get(key);
      const rows = counts.filter((one) => one.number === ordinal);
      return toNumber({
        key,
        rows,
        today,
        belief,
        level,
        plannedOn,
        number,
        perContact: perContact.messages,
      });
    }),
  };
}

/** The method's own while it sends; else all others, those that send most first. */
function chooseNumbers(counts: readonly PaceCount[]): number[] {
  const isUsed = counts.some(({ isOwn, messages }) => isOwn && messages > 0);
  const sent = new Map<number, number>();
  for (const { number, isOwn, messages } of counts)
    if (messages > 0 && isOwn === isUsed) sent.set(number, (sent.get(number) ?? 0) + messages);
  return [...sent]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, mostNumbers)
    .map(([number]) => number);
}

function messagesPerContact(
  first: readonly FirstMessages[],
  smallGroup: number,
): MethodPaceDto["messagesPerContact"] {
  const seen = (isOwn: boolean) =>
    first.find((one) => one.isOwn === isOwn && one.contacts >= smallGroup && one.messages > 0);
  const [own, others] = [seen(true), seen(false)];
  const found = own ?? others;
  if (found === undefined) return { messages: assumedMessages, from: "assumed", contacts: null };
  const from = own === undefined ? "others" : "method";
  return { messages: Math.max(1, found.messages / found.contacts), from, contacts: found.contacts };
}

interface KnownNumber {
  readonly name: string | null;
  readonly allowed: AllowedPace | null;
  readonly limit: number | null;
}

async function readNumbers(
  { db, organizationId }: ServiceContext,
  ids: readonly string[],
): Promise<Map<string, KnownNumber>> {
  const [numbers, budgets] = await Promise.all([
    db.phoneNumber.findMany({ where: { organizationId, id: { in: [...ids] } } }),
    db.budgetState.findMany({ where: { organizationId, kind: "phone-number", key: { in: [...ids] } } }),
  ]);
  const numberOf = new Map(numbers.map((one) => [one.id, one]));
  const budgetOf = new Map(budgets.map((one) => [one.key, one]));
  return new Map(
    ids.map((id) => {
      const [number, budget] = [numberOf.get(id), budgetOf.get(id)];
      const from = allowedOrigins.find((origin) => origin === budget?.origin);
      const rate = budget?.allowedRate ?? null;
      const { raw } = decideMessagingLimit(number?.portfolioLimit ?? null, number?.legacyLimit ?? null);
      return [
        id,
        {
          name: number?.displayPhoneNumber ?? null,
          allowed: rate === null || from === undefined ? null : { rate, from },
          limit: raw === null ? null : readMessagingLimit(raw).users,
        },
      ];
    }),
  );
}

/** What the ramp plans, as messages a day. A share of all opt-ins says nothing about messages. */
function plannedMessages(
  { ramp, state, launchedAt, plannedLaunchAt }: StoredActivationMethod,
  today: number,
  perContact: number,
  now: Date,
): (day: number) => number | null {
  const start = launchedAt ?? plannedLaunchAt;
  if (ramp === null || ramp.unit === "share" || start === null) return () => null;
  const isWaiting = ["draft", "scheduled"].includes(methodState(state, launchedAt, now)) || start > now;
  // Before the launch the calendar is that of the launch, as if it were today.
  const sinceLaunch = isWaiting ? 0 : today - Math.floor(start.getTime() / dayMs);
  const times = ramp.unit === "opt-ins" ? perContact : 1;
  return (day) => {
    const planned = plannedOnDay(ramp, sinceLaunch + day);
    return planned === null ? null : Math.floor(planned * times);
  };
}

function toNumber(one: {
  readonly key: string;
  readonly rows: readonly PaceCount[];
  readonly today: number;
  readonly belief: RatioBelief;
  readonly level: number;
  readonly plannedOn: (day: number) => number | null;
  readonly number: KnownNumber | undefined;
  readonly perContact: number;
}): MethodPaceDto["numbers"][number] {
  const { key, rows, today, belief, level, number, perContact } = one;
  const allowed = number?.allowed ?? null;
  const others = totals(rows.filter(({ isOwn, day }) => !isOwn && day < today));
  const days = others.firstDay === null ? baseDays : today - others.firstDay;
  const limit = number?.limit ?? null;
  const asked: NumberToPace = {
    baseline: { days, messages: others.messages, events: others.events },
    allowed,
    week: totals(rows.filter(({ day }) => day < today && day >= today - windowDays)),
    limitLeft: limit === null ? null : Math.max(0, Math.floor(limit - others.messages / days)),
    plannedOn: one.plannedOn,
  };
  const pace = planPace(asked, belief, level);
  const done = (day: number) => totals(rows.filter((row) => row.isOwn && row.day === day)).messages;
  return {
    phoneNumberId: key,
    name: number?.name ?? null,
    perDay: pace.perDay,
    intakePerDay: intakeOf(pace.perDay, perContact),
    bound: pace.bound,
    lack: pace.lack,
    reason: paceWords(pace, allowed?.rate ?? null, level),
    chanceWithout: pace.chanceWithout,
    baseline: { ...asked.baseline },
    allowedRate: allowed?.rate ?? null,
    allowedFrom: allowed?.from ?? null,
    sentToday: done(today),
    sentYesterday: done(today - 1),
    calendar: paceCalendar(asked, belief, level, calendarDays).map(({ day, perDay, bound }) => ({
      ...{ day: dayText(today + day), perDay, bound },
      intakePerDay: intakeOf(perDay, perContact),
    })),
  };
}

function totals(rows: readonly PaceCount[]): { messages: number; events: number; firstDay: number | null } {
  let [messages, events] = [0, 0];
  let firstDay: number | null = null;
  for (const row of rows) {
    messages += row.messages;
    events += row.events;
    if (row.messages > 0) firstDay = Math.min(firstDay ?? row.day, row.day);
  }
  return { messages, events, firstDay };
}
