import { atMost, quantile, type Figure } from "./figure.ts";
import { atPace, untilStored, withReceiver } from "./webhook-events.bench.ts";

const minutes = 10;
const warmUpMinutes = 3;
const batchesPerSecond = 3;

/**
 * The program's memory while it takes 3,000 statuses a second for ten minutes. What stays after garbage collection is
 * the lowest heap in a stretch of time: it must not rise from the two minutes after warm-up to the last two. The
 * resident size comes and goes with the garbage and is told beside it.
 */
export async function benchMemory(databaseUrl: string): Promise<Figure[]> {
  return withReceiver(databaseUrl, async ({ url, post }) => {
    const samples: Sample[] = [];
    let serial = 1;
    for (let second = 0; second < minutes * 60; second++) {
      await atPace(batchesPerSecond, 1, serial, post);
      serial += batchesPerSecond;
      samples.push(await sample(url));
    }
    await untilStored(url);
    const early = samples.slice(warmUpMinutes * 60, (warmUpMinutes + 2) * 60);
    const late = samples.slice(-120);
    const floor = (part: readonly Sample[]) => Math.min(...part.map(({ heap }) => heap));
    const resident = (part: readonly Sample[]) =>
      quantile(
        part.map(({ resident: megabytes }) => megabytes),
        0.5,
      );
    const detail = `heap floor ${floor(early).toFixed(0)} MB in minutes ${warmUpMinutes} to ${warmUpMinutes + 2}, ${floor(late).toFixed(0)} MB in the last two; resident (median) ${resident(early).toFixed(0)} and ${resident(late).toFixed(0)} MB; ${serial - 1} batches of 1,000`;
    const growth = (floor(late) / floor(early) - 1) * 100;
    return [atMost("growth of the heap over ten minutes of webhooks", growth, "%", 5, detail)];
  });
}

/** Megabytes. */
interface Sample {
  readonly heap: number;
  readonly resident: number;
}

async function sample(url: string): Promise<Sample> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const megabytes = (name: string) => {
    const bytes = new RegExp(`^${name}(?:\\{\\})? ([\\d.e+]+)`, "m").exec(text)?.[1];
    if (bytes === undefined) throw new Error(`the metric ${name} is missing`);
    return Number(bytes) / 1024 / 1024;
  };
  return {
    heap: megabytes("nodejs_heap_size_used_bytes"),
    resident: megabytes("process_resident_memory_bytes"),
  };
}
