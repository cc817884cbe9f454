/** The wall clock as a port, so that tests name their instants. */
export interface Clock {
  /** Now, in UTC. */
  now(): Date;
  /** Milliseconds that never go backwards; for durations only. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};
