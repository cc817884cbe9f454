/** Where the shop's own system sends what it knows: Staygreen's API, like any customer's. */
export interface FactsReceiver {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** Rows that wait for their time and for an API that takes them. */
export interface FactsOutbox<Row> {
  /** @param at not sent before this real instant (unix ms) */
  add(row: Row, at: number): void;
  /** Begins or ends sending. */
  tell(receiver: FactsReceiver | null): void;
  /** Sends one batch of what is due. Never rejects. */
  flush(): Promise<void>;
  /** Breaks off what is under way. */
  close(): void;
}

interface Batch<Row> {
  readonly rows: readonly Row[];
  /** The same over all tries, so that an answer that got lost costs nothing. */
  readonly idempotencyKey: string;
}

const rowsAtOnce = 2_000;
const mostWaiting = 40_000;
const answerWithinMs = 10_000;
const firstWaitMs = 2_000;
const longestWaitMs = 60_000;

/**
 * A careful sender of facts: batches in order, each tried until it is taken, with growing pauses after 429, 5xx and
 * silence (or as long as `Retry-After` says). A key that is refused ends the sending; a batch that is refused is
 * dropped, or nothing would ever follow it. What is too much to wait drops the oldest.
 */
export function createFactsOutbox<Row>(options: {
  readonly path: "/api/v1/opt-ins" | "/api/v1/exposures" | "/api/v1/signals";
  /** Begins every idempotency key. */
  readonly name: string;
  /** Real time, unix milliseconds. */
  readonly now: () => number;
  readonly fetch: typeof fetch;
  readonly log: (line: string) => void;
}): FactsOutbox<Row> {
  const { path, now, log } = options;
  const closing = new AbortController();
  let waiting: { readonly row: Row; readonly at: number }[] = [];
  let batch: Batch<Row> | null = null;
  let receiver: FactsReceiver | null = null;
  let serial = 0;
  let failures = 0;
  let notBefore = 0;

  function nextBatch(): Batch<Row> | null {
    const due = waiting.filter(({ at }) => at <= now()).slice(0, rowsAtOnce);
    if (due.length === 0) return null;
    const leaving = new Set(due);
    waiting = waiting.filter((each) => !leaving.has(each));
    serial += 1;
    return { rows: due.map(({ row }) => row), idempotencyKey: `${options.name}-${now()}-${serial}` };
  }

  async function post(to: FactsReceiver, { rows, idempotencyKey }: Batch<Row>): Promise<Response | null> {
    try {
      const answer = await options.fetch(to.baseUrl + path, {
        method: "POST",
        headers: {
          authorization: `Bearer ${to.apiKey}`,
          "content-type": "application/json",
          "idempotency-key": idempotencyKey,
        },
        body: JSON.stringify(rows),
        signal: AbortSignal.any([AbortSignal.timeout(answerWithinMs), closing.signal]),
      });
      await answer.arrayBuffer();
      return answer;
    } catch {
      return null;
    }
  }

  function wait(answer: Response | null): void {
    const asked = Number(answer?.headers.get("retry-after") ?? Number.NaN) * 1_000;
    const own = Math.min(longestWaitMs, firstWaitMs * 2 ** failures);
    failures += 1;
    notBefore = now() + (asked > 0 ? asked : own);
  }

  return {
    add(row, at) {
      waiting.push({ row, at });
      if (waiting.length > mostWaiting) waiting.shift();
    },
    tell(to) {
      receiver = to;
      failures = 0;
      notBefore = 0;
    },
    async flush() {
      const to = receiver;
      if (to === null || closing.signal.aborted || now() < notBefore) return;
      batch ??= nextBatch();
      if (batch === null) return;
      const answer = await post(to, batch);
      const status = answer?.status ?? 0;
      if (answer?.ok === true) {
        batch = null;
        failures = 0;
      } else if (status === 401 || status === 403) {
        log(`sandbox: ${path} refused the shop's key (${status}); it sends no more`);
        if (receiver === to) receiver = null;
      } else if (status === 0 || status === 409 || status === 429 || status >= 500) {
        wait(answer);
      } else {
        log(`sandbox: ${path} refused ${batch.rows.length} rows (${status})`);
        batch = null;
      }
    },
    close() {
      receiver = null;
      closing.abort();
    },
  };
}
