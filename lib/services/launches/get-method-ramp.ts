import { findActivationMethod, type StoredActivationMethod } from "../../adapters/db/activation-methods.ts";
import { readExposureGroups, readOptInGroups } from "../../adapters/db/read-cells.ts";
import type { MethodRampDto } from "../../contracts/launches.ts";
import { methodState } from "../../core/registry/method-state.ts";
import { plannedOnDay } from "../../core/registry/ramp.ts";
import { openDimensions } from "../cells/open-dimensions.ts";
import { dayText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";

const dayMs = 86_400_000;
const dayHours = 24;
const mostDays = 120;

/**
 * A method's ramp held against its opt-ins and deliveries, by days of UTC since its launch. Sources count for the method
 * that they belong to now, deliveries by the latest opt-in before them.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function getMethodRamp(ctx: ServiceContext, id: string): Promise<MethodRampDto> {
  requireRight(ctx, "registry.read");
  const method = await findActivationMethod(ctx.db, ctx.organizationId, id);
  if (method === null) throw notFound("The activation method");
  const now = ctx.clock.now();
  const state = methodState(method.state, method.launchedAt, now);
  const start = method.launchedAt ?? method.plannedLaunchAt;
  // A method can be retired before its launch came.
  const isLaunched = !["draft", "scheduled"].includes(state) && start !== null && start <= now;
  const startDay = start === null ? null : dayOf(start);
  return {
    unit: method.ramp?.unit ?? null,
    startsOn: startDay === null ? null : dayText(startDay),
    isLaunched,
    days: isLaunched && startDay !== null ? await countDays(ctx, method, startDay, dayOf(now)) : [],
  };
}

async function countDays(
  ctx: ServiceContext,
  method: StoredActivationMethod,
  startDay: number,
  today: number,
): Promise<MethodRampDto["days"]> {
  const first = Math.max(startDay, today - mostDays + 1);
  const hours = { from: first * dayHours, to: (today + 1) * dayHours };
  const dimensions = await openDimensions(ctx);
  const sources = dimensions.only({ method: method.id }).source ?? [];
  const { db, organizationId } = ctx;
  const [own, all, sent] = await Promise.all([
    readOptInGroups(db, organizationId, { hours, by: ["day"], sources }),
    readOptInGroups(db, organizationId, { hours, by: ["day"], sources: null }),
    readExposureGroups(db, organizationId, { hours, by: ["day"], rule: "last", only: { source: sources } }),
  ]);
  const optInsOn = byDay(own.map(({ key, optIns }) => [key, optIns]));
  const allOn = byDay(all.map(({ key, optIns }) => [key, optIns]));
  const deliveredOn = byDay(sent.map(({ key, delivered }) => [key, delivered]));
  return Array.from({ length: today - first + 1 }, (_, at) => {
    const day = first + at;
    const optIns = optInsOn.get(day) ?? 0;
    const deliveries = deliveredOn.get(day) ?? 0;
    const everybody = allOn.get(day) ?? 0;
    const share = everybody === 0 ? null : optIns / everybody;
    const figures = { "opt-ins": optIns, deliveries, share };
    return {
      day: dayText(day),
      sinceLaunch: day - startDay,
      planned: plannedOnDay(method.ramp, day - startDay),
      optIns,
      deliveries,
      share,
      actual: method.ramp === null ? null : figures[method.ramp.unit],
      isWhole: day < today,
    };
  });
}

function byDay(groups: readonly (readonly [readonly number[], number])[]): Map<number, number> {
  return new Map(groups.map(([[day = 0], count]) => [day, count]));
}

function dayOf(at: Date): number {
  return Math.floor(at.getTime() / dayMs);
}
