import { copyBaseline } from "./copy-baseline.ts";
import { atLeast, quantile, type Figure } from "./figure.ts";
import { untilCounted, withProgram, type Program } from "./with-program.ts";

const rowsPerRequest = 10_000;
const atOnce = 2;

/**
 * Opt-ins as NDJSON over HTTP, 10,000 a request and two requests at once, until the last answer: an answer is given
 * when its rows are committed. Hashing, deduplication and the differences for the cells are part of it. On PostgreSQL
 * the same rows are loaded by COPY for comparison.
 */
export async function benchOptIns(load: {
  readonly databaseUrl: string | undefined;
  readonly rows: number;
  readonly target: number;
}): Promise<Figure[]> {
  return withProgram(load.databaseUrl, async (program) => {
    await sendAll(program, 0, 4);
    await untilCounted(program);
    const requests = Math.ceil(load.rows / rowsPerRequest);
    const startedAt = performance.now();
    const times = await sendAll(program, 4, requests);
    const seconds = (performance.now() - startedAt) / 1000;
    await untilCounted(program);
    const counted = (performance.now() - startedAt) / 1000;
    const rate = (requests * rowsPerRequest) / seconds;
    const kind = load.databaseUrl === undefined ? "embedded" : "PostgreSQL";
    const copy = load.databaseUrl === undefined ? null : await copyBaseline(load.databaseUrl, "opt_in");
    const compared =
      copy === null
        ? ""
        : `; COPY loads the rows into the same table without triggers at ${copy.rowsPerSecond.toFixed(0)} rows/s, ${(copy.rowsPerSecond / rate).toFixed(1)} times this pace`;
    return [
      atLeast(
        `opt-ins by NDJSON to durable rows, ${kind}`,
        rate,
        "rows/s",
        load.target,
        `${requests * rowsPerRequest} rows, answer to 10,000 p50 ${quantile(times, 0.5).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms, all in the cells after ${counted.toFixed(1)} s${compared}`,
      ),
    ];
  });
}

/** Sends requests `from` to `from + count`, some at once. @returns how long each took, in milliseconds. */
async function sendAll(program: Program, from: number, count: number): Promise<number[]> {
  const times: number[] = [];
  let next = from;
  const lane = async () => {
    while (next < from + count) {
      const body = linesOf(next++);
      const startedAt = performance.now();
      const answer = (await program.send("/api/v1/opt-ins", "application/x-ndjson", body)) as {
        accepted: number;
      };
      if (answer.accepted !== rowsPerRequest)
        throw new Error(`accepted ${answer.accepted} of ${rowsPerRequest}`);
      times.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return times;
}

function linesOf(serial: number): string {
  const lines: string[] = [];
  const newest = Date.now() - 3_600_000;
  for (let index = 0; index < rowsPerRequest; index++) {
    const person = serial * rowsPerRequest + index;
    const optedInAt = new Date(newest - ((person * 7_919) % (90 * 86_400)) * 1_000).toISOString();
    lines.push(
      `{"contact":"+4915${String(100_000_000 + person)}","source":"source-${person % 200}","optedInAt":"${optedInAt}"}`,
    );
  }
  return lines.join("\n");
}
