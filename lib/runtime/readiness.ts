import type { Runtime } from "./current.ts";

const longestSilence = 30;

/** Why this process should get no traffic; null when it should. */
export async function whyNotReady(runtime: Runtime): Promise<string | null> {
  if (runtime.stopping) return "stopping";
  try {
    const [row] = await withDeadline(
      runtime.ports.db.$queryRaw<{ beating: boolean }[]>`
        select exists (select 1 from worker where beat_at > now() - make_interval(secs => ${longestSilence})) as beating`,
    );
    return row?.beating === true ? null : "no scheduler has given a sign of life for 30 s; start a worker";
  } catch (error) {
    runtime.ports.log.warn({ error: String(error) }, "the database does not answer");
    return "the database does not answer";
  }
}

/** Probes ask every few seconds: one that hangs must not pile up behind a database that does. */
async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer within 5 s")), 5_000);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
