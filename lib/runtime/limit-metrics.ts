import { Gauge, type Registry } from "prom-client";
import { readLimitUse, type LimitUse } from "../adapters/db/limit-use.ts";
import type { Db } from "../adapters/db/open-database.ts";
import { decideMessagingLimit, readMessagingLimit } from "../core/quality/messaging-limit.ts";

export interface LimitMetricsSource {
  readonly db: Db;
  readonly clock: { now(): Date; monotonicMs(): number };
}

const memory = new WeakMap<object, { uses: readonly LimitUse[]; nextAtMs: number }>();
const shortestRestMs = 60_000;
/** Counting takes no more than half a percent of the time, however many messages a day has. */
const restFactor = 200;

/**
 * Adds the share of the messaging limit that is used. Numbers of which no message was told in 24 hours, and limits that
 * are unlimited, unknown or not set, have no series, never a zero.
 */
export async function fillLimitMetrics(registry: Registry, source: LimitMetricsSource): Promise<void> {
  const used = new Gauge({
    name: "staygreen_limit_used_ratio",
    help: "Different people written to in the last 24 hours over the messaging limit; of all numbers of the portfolio where the limit is the portfolio's. Counted at most once a minute, from messages we were told of",
    labelNames: ["organization_id", "phone_number_id", "display_phone_number", "waba_id"],
    registers: [registry],
  });
  for (const use of await usesOf(source)) {
    const ratio = usedRatio(use);
    if (ratio === null) continue;
    used.set(
      {
        organization_id: use.organizationId,
        phone_number_id: use.phoneNumberId,
        display_phone_number: use.displayPhoneNumber ?? "",
        waba_id: use.wabaId,
      },
      ratio,
    );
  }
}

/** Null: cannot be told. */
function usedRatio(use: LimitUse): number | null {
  const { raw, field } = decideMessagingLimit(use.portfolioLimit, use.legacyLimit);
  const most = raw === null ? null : readMessagingLimit(raw).users;
  const users = field === "portfolio" ? use.portfolioUsers : use.numberUsers;
  return most === null || most === 0 || users === null ? null : users / most;
}

async function usesOf({ db, clock }: LimitMetricsSource): Promise<readonly LimitUse[]> {
  const known = memory.get(clock);
  const begun = clock.monotonicMs();
  if (known !== undefined && begun < known.nextAtMs) return known.uses;
  const uses = await readLimitUse(db, clock.now());
  const ended = clock.monotonicMs();
  memory.set(clock, { uses, nextAtMs: ended + Math.max(shortestRestMs, (ended - begun) * restFactor) });
  return uses;
}
