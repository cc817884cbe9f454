import type { ServicePorts } from "../services/context.ts";
import { startLoop, type Loop } from "./loop.ts";
import type { Queue } from "./queue.ts";
import { loops, startWorkers } from "./schedule.ts";

export interface Background {
  poke(name: (typeof loops)[number]["name"]): void;
  /** Stops claiming, finishes what runs. */
  stop(): Promise<void>;
}

const beatEveryMs = 5_000;

/** Starts everything that runs beside requests in this process. */
export async function startBackground(
  ports: ServicePorts,
  queue: Queue,
  workerId: string,
): Promise<Background> {
  const onError = (name: string, error: unknown) => {
    ports.log.error(
      { loop: name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      "background loop failed; it goes on",
    );
  };
  const running = new Map<string, Loop>();
  for (const { name, everyMs, restMs, run } of loops) {
    running.set(name, startLoop({ name, everyMs, restMs, run: () => run(ports, queue), onError }));
  }
  const beat = startLoop({
    name: "heartbeat",
    everyMs: beatEveryMs,
    run: async () => {
      await ports.db.$executeRaw`
        insert into worker (id, role, started_at, beat_at) values (${workerId}, 'worker', now(), now())
        on conflict (id) do update set beat_at = now()`;
      return 0;
    },
    onError,
  });
  await startWorkers(queue, ports);
  return {
    poke: (name) => running.get(name)?.poke(),
    stop: async () => {
      await Promise.all([beat, ...running.values()].map((loop) => loop.stop()));
      await ports.db.$executeRaw`delete from worker where id = ${workerId}`;
    },
  };
}
