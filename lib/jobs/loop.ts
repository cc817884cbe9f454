import { setTimeout as rest } from "node:timers/promises";

/** A drain that runs when poked and at least every `everyMs`; never twice at once in one process. */
export interface Loop {
  /** Run soon: now, or once more right after the run that is going on. */
  poke(): void;
  /** Finishes the present run and stops. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  readonly everyMs: number;
  /** Rests this long between two runs, so that a storm of pokes becomes batches; a poke at rest still runs at once. */
  readonly restMs?: number;
  /** Returns how many items were worked on: anything above zero runs again at once. */
  readonly run: () => Promise<number>;
  readonly onError: (name: string, error: unknown) => void;
}

/**
 * The in-process side of a queue table: rows are the truth, a poke only saves waiting for the next look. An error is
 * reported and the loop goes on at its pace, since what is unknown is retried and never parked.
 */
export function startLoop(options: LoopOptions): Loop {
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const drain = async () => {
    do {
      again = false;
      try {
        if ((await options.run()) > 0) again = true;
      } catch (error) {
        options.onError(options.name, error);
        again = false;
      }
      if (again && (options.restMs ?? 0) > 0 && !isStopped()) await rest(options.restMs);
    } while (again && !isStopped());
    // In one step with the last look at `again`: a poke meets the run or its end, never a moment in between.
    running = null;
    if (!isStopped()) timer = setTimeout(start, options.everyMs);
  };
  const isStopped = () => stopped;
  const start = () => {
    if (stopped || running !== null) return;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    running = drain();
  };
  start();
  return {
    poke: () => {
      again = true;
      start();
    },
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
