const minute = 60_000;
const windowMinutes = 60;

/** How much of an hour's budget one account has used. */
export interface Usage {
  readonly calls: number;
  /** Percent of the budget, 100 and more when limited. */
  readonly percent: number;
  readonly isLimited: boolean;
  readonly minutesToRegainAccess: number;
}

/** Counts calls per account over a rolling hour. */
export interface UsageBudget {
  /** Counts calls, refused ones too: going on while limited prolongs the block, as with Meta. */
  count(accountId: string, calls: number): Usage;
  /** Usage without counting. */
  read(accountId: string): Usage;
  /** Calls of all accounts within the last hour. */
  totalCalls(): number;
}

/** @param now real time, unix milliseconds */
export function createUsageBudget(callsPerHour: number, now: () => number): UsageBudget {
  const accounts = new Map<string, Map<number, number>>();

  const bucketsOf = (accountId: string) => {
    const buckets = accounts.get(accountId) ?? new Map<number, number>();
    accounts.set(accountId, buckets);
    const oldest = Math.floor(now() / minute) - windowMinutes;
    for (const key of buckets.keys()) if (key <= oldest) buckets.delete(key);
    return buckets;
  };
  const read = (accountId: string): Usage => {
    const buckets = bucketsOf(accountId);
    const calls = sum(buckets.values());
    return {
      calls,
      percent: Math.floor((100 * calls) / callsPerHour),
      isLimited: calls > callsPerHour,
      minutesToRegainAccess:
        calls > callsPerHour ? minutesUntilUnder(buckets, calls, callsPerHour, now()) : 0,
    };
  };
  return {
    count(accountId, calls) {
      const buckets = bucketsOf(accountId);
      const key = Math.floor(now() / minute);
      buckets.set(key, (buckets.get(key) ?? 0) + calls);
      return read(accountId);
    },
    read,
    totalCalls: () => sum([...accounts.keys()].map((accountId) => sum(bucketsOf(accountId).values()))),
  };
}

function minutesUntilUnder(
  buckets: ReadonlyMap<number, number>,
  calls: number,
  budget: number,
  now: number,
): number {
  let left = calls;
  for (const key of [...buckets.keys()].sort((a, b) => a - b)) {
    left -= buckets.get(key) ?? 0;
    if (left < budget) return Math.max(1, Math.ceil(((key + windowMinutes + 1) * minute - now) / minute));
  }
  return windowMinutes;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
