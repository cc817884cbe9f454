import { claimHeartbeat, markDuty, markDutyNowAndThen, readDuty } from "../../adapters/db/duty-marks.ts";
import type { ServicePorts } from "../context.ts";
import { deliver } from "../deliveries/deliver.ts";

const everySeconds = 60;
const outboxMarkSeconds = 15;

/**
 * Tells the outside watch that this installation works: at most once a minute, and only when a poll round and an outbox
 * round have ended since the last sign that arrived (docs/faults.md F62). A failed sign is tried again a minute later.
 *
 * @returns 0: nothing follows at once.
 */
export async function beatHeart(ports: ServicePorts): Promise<number> {
  if (ports.pingHeartbeat === null) return 0;
  if (!(await claimHeartbeat(ports.db, everySeconds))) return 0;
  const { ok, detail } = await ports.pingHeartbeat();
  const status = Number(/^HTTP (\d{3})$/.exec(detail)?.[1] ?? 0);
  await markDuty(ports.db, ok ? "heartbeat-ok" : "heartbeat-failed", status);
  if (!ok) ports.log.warn({ detail }, "the outside watch could not be told that everything runs");
  return 0;
}

/** A round of the outbox that leaves its mark, for the sign of life. */
export async function deliverAndMark(ports: ServicePorts): Promise<number> {
  const count = await deliver(ports);
  if (ports.pingHeartbeat !== null) await markDutyNowAndThen(ports.db, "outbox", outboxMarkSeconds);
  return count;
}

export interface HeartbeatReading {
  /** When the watch was last told; null: never. */
  readonly lastOkAt: Date | null;
  /** When telling it last failed, after the last success; null: it did not. */
  readonly failedAt: Date | null;
  /** What it answered then; null: nothing. */
  readonly failedStatus: number | null;
}

/** The last signs of life, for the collector page. */
export async function readHeartbeat(ports: Pick<ServicePorts, "db">): Promise<HeartbeatReading> {
  const ok = await readDuty(ports.db, "heartbeat-ok");
  const failed = await readDuty(ports.db, "heartbeat-failed");
  const isFailing = failed !== null && (ok === null || failed.at > ok.at);
  return {
    lastOkAt: ok?.at ?? null,
    failedAt: isFailing ? failed.at : null,
    failedStatus: isFailing && failed.count > 0 ? failed.count : null,
  };
}
