import { setTimeout as sleep } from "node:timers/promises";
import { atMost, quantile, type Figure } from "./figure.ts";
import { withProgram, type Program } from "./with-program.ts";

const seconds = 60;
const requestsPerSecond = 20;
const rowsPerRequest = 100;
/** As many as a group must have to be shown. */
const probeRows = 20;

/**
 * How long after the answer to a request its rows are in the cells, while 2,000 events a second come in: exposures, and
 * one signal in twenty. Probes are small groups of their own campaign that are looked for over the API.
 */
export async function benchVisible(databaseUrl: string | undefined): Promise<Figure[]> {
  return withProgram(databaseUrl, async (program) => {
    /** Campaign of each probe that is not seen yet, with the time of its answer. */
    const waiting = new Map<string, number>();
    const delays: number[] = [];
    const sending: Promise<unknown>[] = [];
    const sent = { all: false };
    const looking = (async () => {
      while (!sent.all || waiting.size > 0) {
        const seenAt = await look(program, waiting);
        for (const [campaign, at] of seenAt) {
          delays.push(at - (waiting.get(campaign) ?? at));
          waiting.delete(campaign);
        }
        await sleep(100);
      }
    })();
    const startedAt = performance.now();
    for (let index = 0; index < seconds * requestsPerSecond; index++) {
      const wait = startedAt + (index * 1000) / requestsPerSecond - performance.now();
      if (wait > 0) await sleep(wait);
      sending.push(sendLoad(program, index));
      // Some of the load is the probes themselves.
      if (index % 4 === 3) {
        sending.push(sendProbe(program, index).then((campaign) => waiting.set(campaign, performance.now())));
      }
    }
    await Promise.all(sending);
    const elapsed = (performance.now() - startedAt) / 1000;
    sent.all = true;
    await looking;
    const kind = databaseUrl === undefined ? "embedded" : "PostgreSQL";
    const rate = ((seconds * requestsPerSecond * rowsPerRequest) / elapsed).toFixed(0);
    return [
      atMost(
        `exposure accepted to visible in cells, ${kind}, p99`,
        quantile(delays, 0.99),
        "ms",
        2_000,
        `${delays.length} probes at ${rate} events/s; p50 ${quantile(delays, 0.5).toFixed(0)} ms, longest ${Math.max(...delays).toFixed(0)} ms`,
      ),
    ];
  });
}

const iso = (ms: number) => new Date(ms).toISOString();

async function sendLoad(program: Program, index: number): Promise<void> {
  const now = Date.now();
  const exposures: object[] = [];
  const signals: object[] = [];
  for (let row = 0; row < rowsPerRequest; row++) {
    const serial = index * rowsPerRequest + row;
    const contact = `+4915${String(100_000_000 + (serial % 50_000))}`;
    const phoneNumberId = `70010${serial % 4}`;
    if (serial % 20 === 0) {
      signals.push({ id: `s${serial}`, contact, phoneNumberId, kind: "block", occurredAt: iso(now) });
    } else {
      const campaign = `campaign-${serial % 50}`;
      exposures.push({
        id: `e${serial}`,
        contact,
        phoneNumberId,
        campaign,
        sentAt: iso(now),
        status: "delivered",
      });
    }
  }
  await program.send("/api/v1/exposures", "application/json", JSON.stringify(exposures));
  await program.send("/api/v1/signals", "application/json", JSON.stringify(signals));
}

/** @returns the campaign of a small group that is to be looked for. */
async function sendProbe(program: Program, index: number): Promise<string> {
  const campaign = `probe-${index}`;
  const rows = Array.from({ length: probeRows }, (_, row) => ({
    id: `p${index}-${row}`,
    contact: `+4916${String(100_000_000 + index * probeRows + row)}`,
    phoneNumberId: "700109",
    campaign,
    sentAt: iso(Date.now()),
  }));
  await program.send("/api/v1/exposures", "application/json", JSON.stringify(rows));
  return campaign;
}

/** One question for all probes: asking for each would be the load. @returns when each that is counted was seen. */
async function look(program: Program, waiting: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  if (waiting.size === 0) return new Map();
  const { data } = await program.admin.get<{ data: { campaign: string | null; exposures: number | null }[] }>(
    "/api/v1/cells?by=campaign&phoneNumberId=700109&limit=10000",
  );
  const now = performance.now();
  return new Map(
    data.flatMap(({ campaign, exposures }) =>
      campaign !== null && exposures === probeRows && waiting.has(campaign) ? [[campaign, now] as const] : [],
    ),
  );
}
