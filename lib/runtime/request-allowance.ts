/** Requests a caller may make at once, and how many come back each second. */
const burst = 400;
const perSecond = 200;
/** Callers that asked for nothing this long have their full allowance again and are forgotten. */
const forgetAfterMs = 10_000;

export interface RequestAllowance {
  /** Seconds to wait before the next request; 0: go on. */
  take(caller: string): number;
}

/**
 * How fast one caller may send: a bucket for each, in this process. One that sends too fast waits, the others notice
 * nothing. Sending many rows in one request is the way to send fast.
 */
export function createRequestAllowance(nowMs: () => number): RequestAllowance {
  const buckets = new Map<string, { left: number; at: number }>();
  let sweptAt = nowMs();

  function sweep(now: number): void {
    if (now - sweptAt < forgetAfterMs) return;
    sweptAt = now;
    for (const [caller, { at }] of buckets) if (now - at > forgetAfterMs) buckets.delete(caller);
  }

  return {
    take(caller) {
      const now = nowMs();
      sweep(now);
      const bucket = buckets.get(caller) ?? { left: burst, at: now };
      const left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
      if (left < 1) {
        buckets.set(caller, { left, at: now });
        return Math.max(1, Math.ceil((1 - left) / perSecond));
      }
      buckets.set(caller, { left: left - 1, at: now });
      return 0;
    },
  };
}
