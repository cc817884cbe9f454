import type { Spike } from "../../adapters/db/generated/client.ts";
import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import { findSpike, listSpikesAtOnce } from "../../adapters/db/spikes.ts";
import type { SpikeAcrossNumbersDto } from "../../contracts/spikes.ts";
import { explainRise, type TouchRule } from "../../core/attribution/explain-rise.ts";
import { causeSentence } from "../../core/detection/spike-words.ts";
import { signalsOf } from "../../core/detection/stream-bucket.ts";
import type { StreamKind } from "../../core/detection/stream-stand.ts";
import { dayText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { baseDays } from "./explain-spikes.ts";
import { daysDue, gatherRiseLeaves, riseDimensions } from "./gather-rise-leaves.ts";
import { openSpikeNames } from "./open-spike-names.ts";
import { toCauseDto } from "./spike-dto.ts";

const dayMs = 86_400_000;
/** So many other numbers are put beside a spike, the clearest rises first. */
const mostOthers = 19;
const dimensions = [...riseDimensions, "number"];

/**
 * What does a spike go along with when the same signal rose on other numbers in those days? All of these numbers as one whole, with
 * the number as one more attribute: counted on the spot, nothing is stored. Without other numbers there is nothing to add.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function explainAcrossNumbers(ctx: ServiceContext, id: string): Promise<SpikeAcrossNumbersDto> {
  requireRight(ctx, "quality.read");
  const { db, organizationId } = ctx;
  const spike = await findSpike(db, organizationId, id);
  if (spike === null) throw notFound("The spike");
  const today = Math.floor(ctx.clock.now().getTime() / dayMs);
  const window = { fromDay: spike.startDay, toDay: spike.endDay ?? today };
  const kind = spike.kind as StreamKind;
  const one = { kind, phoneNumberId: spike.phoneNumberId };
  const [rows, names, smallGroupSize] = await Promise.all([
    listSpikesAtOnce(db, organizationId, one, window, mostOthers + 1),
    openSpikeNames(ctx),
    findSmallGroupSize(db, organizationId),
  ]);
  const others = onePerNumber(rows.slice(0, mostOthers));
  const answer = {
    window: { from: dayText(window.fromDay), to: dayText(window.toDay) },
    others: others.map((other) => ({
      spikeId: other.id,
      phoneNumberId: other.phoneNumberId,
      name: names.number(other.phoneNumberId),
      startedAt: new Date(other.startDay * dayMs).toISOString(),
      endedAt: other.endDay === null ? null : new Date((other.endDay + 1) * dayMs).toISOString(),
      rateRatio: other.rateRatio,
      ratioInterval: [other.ratioLow, other.ratioHigh] as [number, number],
    })),
    moreNumbers: rows.length > mostOthers,
    smallGroupSize,
  };
  if (others.length === 0)
    return { ...answer, rules: null, external: false, orderFlips: false, summary: null };
  // Days in which one of them had risen already are not usual days.
  const firstRisen = Math.min(spike.startDay, ...others.map(({ startDay }) => startDay));
  const base = { fromDay: firstRisen - baseDays, toDay: firstRisen - 1 };
  const days = daysDue(base, window);
  const questions = [spike, ...others].map(({ phoneNumberId }) => ({
    spikeId: phoneNumberId,
    phoneNumberId,
    signals: signalsOf(kind),
    base,
    window,
    days,
  }));
  const gathered = await gatherRiseLeaves(ctx, questions);
  const leaves = [...gathered].flatMap(([number, all]) =>
    all.map(({ attributes, counts }) => ({ attributes: [...attributes, number], counts })),
  );
  const explanation = explainRise(dimensions, leaves, smallGroupSize);
  const outcome = (rule: TouchRule) => ({
    causes: explanation.rules[rule].causes.map((cause) => toCauseDto(cause, names)),
    unexplained: explanation.rules[rule].unexplained,
  });
  return {
    ...answer,
    rules: { last: outcome("last"), first: outcome("first"), split: outcome("split") },
    external: explanation.external,
    orderFlips: explanation.orderFlips,
    summary: causeSentence({ explanation, nameOf: names.value }),
  };
}

/** The clearest spike of each number. */
function onePerNumber(spikes: readonly Spike[]): Spike[] {
  const first = new Map<string, Spike>();
  for (const spike of spikes) if (!first.has(spike.phoneNumberId)) first.set(spike.phoneNumberId, spike);
  return [...first.values()];
}
