import { atMost, quantile, type Figure } from "./figure.ts";
import { atPace, untilStored, withReceiver } from "./webhook-events.bench.ts";

const minutes = 10;
const warmUpMinutes = 3;
const batchesPerSecond = 3;

/**
 * The program's resident memory while it takes 3,000 statuses a second for ten minutes: the last two minutes against
 * the two after warm-up. Medians of samples a second apart, since garbage comes in waves.
 */
export async function benchMemory(databaseUrl: string): Promise<Figure[]> {
  return withReceiver(databaseUrl, async ({ url, post }) => {
    const samples: number[] = [];
    let serial = 1;
    for (let second = 0; second < minutes * 60; second++) {
      await atPace(batchesPerSecond, 1, serial, post);
      serial += batchesPerSecond;
      samples.push(await residentMegabytes(url));
    }
    await untilStored(url);
    const median = (from: number, to: number) => quantile(samples.slice(from, to), 0.5);
    const early = median(warmUpMinutes * 60, (warmUpMinutes + 2) * 60);
    const late = median(samples.length - 120, samples.length);
    const detail = `${early.toFixed(0)} MB in minutes ${warmUpMinutes} to ${warmUpMinutes + 2}, ${late.toFixed(0)} MB in the last two, highest ${Math.max(...samples).toFixed(0)} MB; ${serial - 1} batches of 1,000`;
    return [atMost("growth of resident memory over ten minutes", (late / early - 1) * 100, "%", 5, detail)];
  });
}

async function residentMegabytes(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const bytes = /^process_resident_memory_bytes(?:\{\})? ([\d.e+]+)/m.exec(text)?.[1];
  if (bytes === undefined) throw new Error("the metric process_resident_memory_bytes is missing");
  return Number(bytes) / 1024 / 1024;
}
