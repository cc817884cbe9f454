import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import {
  findGuard,
  listGuardDays,
  pageGuardRows,
  type StoredGuard,
  type StoredGuardDay,
} from "../../adapters/db/launch-guards.ts";
import type { LaunchGuardDetailDto } from "../../contracts/launch-guards.ts";
import { streamKinds } from "../../core/detection/stream-stand.ts";
import { guardHorizon, usualGuard } from "../../core/guard/guard-settings.ts";
import { planGuards } from "../../core/guard/plan-guards.ts";
import { dayText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { openGuardReading, toGuardDto } from "./guard-dto.ts";
import { unjudgedGuard } from "./stored-guard.ts";

const mostParts = 50;

/**
 * The watch over one launch with every signal by day, and its parts. A method's guard has the method's id.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function getGuard(ctx: ServiceContext, id: string): Promise<LaunchGuardDetailDto> {
  requireRight(ctx, "quality.read");
  const { db, organizationId } = ctx;
  const guard = (await findGuard(db, organizationId, id)) ?? (await unseenGuard(ctx, id));
  if (guard === null) throw notFound("The launch guard");
  const [reading, days, parts] = await Promise.all([
    openGuardReading(db, organizationId),
    listGuardDays(db, organizationId, id),
    guard.kind === "method" && guard.activationMethodId !== null
      ? pageGuardRows(
          db,
          organizationId,
          { kind: "part", activationMethodId: guard.activationMethodId },
          { limit: mostParts, after: null },
        )
      : [],
  ]);
  const dto = toGuardDto(guard, reading);
  return {
    ...dto,
    streams: dto.suppressed ? [] : toStreams(days),
    parts: parts
      .map((part) => ({ part, evidence: part.evidence }))
      .sort((a, b) => b.evidence - a.evidence)
      .map(({ part }) => toGuardDto(part, reading)),
    promise: {
      falseAlarms: usualGuard.level,
      days: guardHorizon,
      margin: usualGuard.margin,
      bar: usualGuard.bar,
    },
  };
}

/** A method that was launched a moment ago: its watch begins within seconds. */
async function unseenGuard(ctx: ServiceContext, id: string): Promise<StoredGuard | null> {
  const now = ctx.clock.now();
  const method = await findActivationMethod(ctx.db, ctx.organizationId, id);
  const launchedAt = method?.launchedAt ?? null;
  if (launchedAt === null || launchedAt > now) return null;
  const [plan] = planGuards([{ id, launchedAt }], [], [], null);
  return plan === undefined ? null : unjudgedGuard(ctx.organizationId, plan, now);
}

function toStreams(days: readonly StoredGuardDay[]): LaunchGuardDetailDto["streams"] {
  return streamKinds.flatMap((signal) => {
    const own = days
      .filter(({ kind }) => kind === signal)
      .map((one) => ({ day: dayText(one.day), ...toCounts(one) }));
    const last = own.at(-1);
    if (last === undefined) return [];
    const { delivered, events, expected, evidence, rateRatio, interval } = last;
    return [{ signal, delivered, events, expected, evidence, rateRatio, interval, days: own }];
  });
}

function toCounts({ delivered, events, expected, evidence, rateRatio, ratioLow, ratioHigh }: StoredGuardDay) {
  const interval: [number, number | null] | null = ratioLow === null ? null : [ratioLow, ratioHigh];
  return { delivered, events, expected, evidence, rateRatio, interval };
}
