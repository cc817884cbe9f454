import { setImmediate } from "node:timers/promises";
import {
  countStretches,
  findDueNumbers,
  findSpikeWork,
  lockSpikes,
  readNumberSeries,
  readStands,
  replaceStands,
  restNumbers,
  type DueNumber,
  type StoredStand,
} from "../../adapters/db/spike-streams.ts";
import { storeSpikes, type SpikeChange, type StoredSpike } from "../../adapters/db/spikes.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { signalsOf } from "../../core/detection/stream-bucket.ts";
import {
  earliestNeeded,
  streamKinds,
  type NumberSeries,
  type StreamKind,
  type StreamStand,
} from "../../core/detection/stream-stand.ts";
import { watchStream, type FoundSpike } from "../../core/detection/watch-stream.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { readWatchSettings } from "./watch-settings.ts";

const dayMs = 86_400_000;
/** So many numbers in one transaction. */
const atOnce = 100;
/** A busy number changes all the time: it is judged once in so long. */
const restMs = 20_000;
/**
 * Judges the streams of numbers whose cells changed, or whose day ended: from the first changed day on, one after the other.
 * Facts that come in late therefore find what would have been found, on the day on which it would have been.
 *
 * @returns how many numbers were judged.
 */
export async function watchSpikes(ports: ServicePorts): Promise<number> {
  const today = dayOf(ports.clock.now());
  let judged = 0;
  for (const organizationId of await findSpikeWork(ports.db, today)) {
    for (let count = atOnce; count === atOnce; judged += count) {
      count = await watchSome(ports, organizationId, today);
    }
  }
  return judged;
}

const dayOf = (at: Date) => Math.floor(at.getTime() / dayMs);

async function watchSome(ports: ServicePorts, organizationId: string, today: number): Promise<number> {
  return inTransaction(ports, async (tx) => {
    if (!(await lockSpikes(tx, organizationId))) return 0;
    const due = await findDueNumbers(tx, organizationId, today, atOnce);
    if (due.length === 0) return 0;
    await judgeNumbers(tx, organizationId, due, today, ports.clock.now());
    await restNumbers(tx, organizationId, due, today - 1, restMs);
    return due.length;
  });
}

async function judgeNumbers(
  tx: Db,
  organizationId: string,
  due: readonly DueNumber[],
  today: number,
  now: Date,
): Promise<SpikeChange[]> {
  const settings = await readWatchSettings(tx, organizationId);
  const standsOf = groupStands(await readStands(tx, organizationId, due.map(firstChanged)));
  const tasks = due.map((number) => planTask(number, standsOf.get(number.phoneNumberId), today));
  const series = await readNumberSeries(
    tx,
    organizationId,
    tasks.map(({ phoneNumberId, neededDay }) => ({ phoneNumberId, fromDay: neededDay })),
    today,
  );
  const stands: StoredStand[] = [];
  const found: (FoundSpike & { phoneNumberId: string })[] = [];
  for (const { phoneNumberId, fromDay, standOf } of tasks) {
    // A long history takes a while: whatever else waits comes first.
    await setImmediate();
    const days = { from: fromDay, through: today - 1, hasOpenDay: true };
    for (const kind of streamKinds) {
      const own: NumberSeries = series.get(phoneNumberId) ?? new Map();
      const watched = watchStream(kind, standOf(kind), own, days, settings);
      stands.push(...watched.stands.map((one) => ({ phoneNumberId, kind, ...one })));
      found.push(...watched.spikes.map((spike) => ({ ...spike, phoneNumberId })));
    }
  }
  await replaceStands(tx, organizationId, tasks, stands);
  const counts = await countStretches(tx, organizationId, found.map(toStretch(today)));
  const spikes = found.map((spike, index): StoredSpike => {
    const { exposures, signals } = counts[index] ?? { exposures: 0, signals: 0 };
    return toStored(spike, { exposures, signals }, now);
  });
  return storeSpikes(tx, organizationId, tasks, spikes, now);
}

const firstChanged = ({ phoneNumberId, throughDay, firstDay, dirtyFrom }: DueNumber) => ({
  phoneNumberId,
  fromDay: Math.min(dirtyFrom ?? Number.POSITIVE_INFINITY, (throughDay ?? firstDay - 1) + 1),
});

interface Task {
  readonly phoneNumberId: string;
  /** The first day to judge; what stood at the end of the day before is given. */
  readonly fromDay: number;
  /** The first day whose counts that takes. */
  readonly neededDay: number;
  readonly standOf: (kind: StreamKind) => StreamStand | null;
}

function planTask(number: DueNumber, stands: readonly StoredStand[] | undefined, today: number): Task {
  const day = stands?.[0]?.day;
  const isWhole = stands?.length === streamKinds.length && stands.every((one) => one.day === day);
  const byKind = new Map(isWhole ? stands.map((one) => [one.kind, one.stand]) : []);
  const fromDay = isWhole && day !== undefined ? day + 1 : number.firstDay;
  const standOf = (kind: StreamKind) => byKind.get(kind) ?? null;
  const neededDay = Math.min(...streamKinds.map((kind) => earliestNeeded(standOf(kind), fromDay, today)));
  return { phoneNumberId: number.phoneNumberId, fromDay, neededDay, standOf };
}

function groupStands(stands: readonly StoredStand[]): Map<string, StoredStand[]> {
  const groups = new Map<string, StoredStand[]>();
  for (const stand of stands) {
    const group = groups.get(stand.phoneNumberId);
    if (group === undefined) groups.set(stand.phoneNumberId, [stand]);
    else group.push(stand);
  }
  return groups;
}

const toStretch = (today: number) => (spike: FoundSpike & { phoneNumberId: string }) => ({
  phoneNumberId: spike.phoneNumberId,
  signals: signalsOf(spike.kind),
  fromDay: spike.startDay,
  toDay: spike.endDay ?? today,
});

function toStored(
  spike: FoundSpike & { phoneNumberId: string },
  counts: { exposures: number; signals: number },
  now: Date,
): StoredSpike {
  const { phoneNumberId, kind, calledDay } = spike;
  const endOfDay = (calledDay + 1) * dayMs;
  return {
    id: `${phoneNumberId}-${kind}-${calledDay}`,
    phoneNumberId,
    kind,
    startDay: spike.startDay,
    startLowDay: spike.startInterval[0],
    startHighDay: spike.startInterval[1],
    calledDay,
    detectedAt: new Date(Math.min(endOfDay, now.getTime())),
    endDay: spike.endDay,
    state: spike.state,
    rateRatio: spike.ratio,
    ratioLow: spike.ratioInterval[0],
    ratioHigh: spike.ratioInterval[1],
    evidence: spike.evidence,
    exposures: counts.exposures,
    signals: counts.signals,
    expected: counts.signals / spike.countedRatio,
    method: "mixture-sr-1",
  };
}
