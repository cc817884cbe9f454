import type { Audience, Contact, People, Person } from "../audience.ts";
import { mixSeed } from "../seeded-random.ts";
import type { OptInSource } from "../world-model.ts";
import { createFactsOutbox, type FactsReceiver } from "./facts-outbox.ts";
import { messageHistory, type ExposureRow, type SignalRow } from "./message-history.ts";
import { optInHistory, optInRow, type OldSource, type OptInRow } from "./opt-in-history.ts";

export interface ShopCrm {
  /** Listens to who is written to and who is angry. */
  hear(people: People): Audience;
  /** Begins or ends sending; what is known already is sent first. */
  tell(receiver: FactsReceiver | null): void;
  /** Sends what waits. Called on a timer; public for tests. */
  flush(): Promise<void>;
  close(): void;
}

const everyMs = 2_000;
const mostRemembered = 40_000;
/** One angry person in so many calls the shop and says so; the others block silently. */
const complainEvery = 20;
/** Of the people of an ordinary source, one in so many has no opt-in on record. */
const missingEvery = 40;
/** Of a list that somebody sold, only one in so many has one. */
const boughtEvery = 10;
/** A source with more dead numbers than this did not ask its people. */
const boughtShare = 0.1;
const day = 86_400_000;

/**
 * The invented shop's customer database. It knows where and when people opted in, hears a few complaints, and sends both
 * to Staygreen over HTTP, after its opt-ins, messages and complaints of the last 90 days. What it tells follows from the seed and from who is
 * written to, so that the same rows come again after a restart.
 */
export function createShopCrm(options: {
  readonly seed: number;
  /** Real time, unix milliseconds. */
  readonly now: () => number;
  /** Sources that had opt-ins before anybody looked. */
  readonly oldSources: readonly OldSource[];
  readonly fetch?: typeof fetch;
  readonly log?: (line: string) => void;
}): ShopCrm {
  const { seed, now } = options;
  const outbox = { now, fetch: options.fetch ?? fetch, log: options.log ?? (() => undefined) };
  const optIns = createFactsOutbox<OptInRow>({
    ...outbox,
    path: "/api/v1/opt-ins",
    name: `shop-${seed}-opt-ins`,
  });
  const exposures = createFactsOutbox<ExposureRow>({
    ...outbox,
    path: "/api/v1/exposures",
    name: `shop-${seed}-exposures`,
  });
  const signals = createFactsOutbox<SignalRow>({
    ...outbox,
    path: "/api/v1/signals",
    name: `shop-${seed}-signals`,
  });
  const known = new Set<string>();
  const pickedBy = new WeakMap<Contact, OptInSource>();
  let hasSentHistory = false;
  let sending: Promise<void> = Promise.resolve();

  function meet(source: OptInSource, person: Person): void {
    const key = `${source.key} ${person.key}`;
    if (known.has(key)) return;
    known.add(key);
    const [oldest] = known;
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
    const optIn = recordedOptIn(seed, source, person);
    if (optIn === null) return;
    optIns.add(optInRow(source.key, contactOf(person), optIn.at, optIn.fate), optIn.at);
  }

  function complain(source: OptInSource | undefined, contact: Contact, at: number): void {
    const kind = complaintOf(seed, contact);
    if (source === undefined || kind === null) return;
    const row: SignalRow = {
      id: `call-${contact.key}`,
      contact: contactOf(contact),
      phoneNumberId: source.phoneNumberId,
      kind,
      occurredAt: new Date(at).toISOString(),
      basis: "imported",
    };
    signals.add(row, at);
  }

  function sendHistory(): void {
    const oldOptIns = optInHistory(seed, now(), options.oldSources);
    const messages = messageHistory(seed, now(), options.oldSources, oldOptIns);
    for (const row of oldOptIns) optIns.add(row, 0);
    for (const row of messages.exposures) exposures.add(row, 0);
    for (const row of messages.signals) signals.add(row, 0);
  }

  const flush = () =>
    (sending = sending.then(async () => {
      await optIns.flush();
      await exposures.flush();
      await signals.flush();
    }));
  const timer = setInterval(() => void flush(), everyMs);
  timer.unref();

  return {
    hear: (people) => ({
      pick(source, at, random) {
        const person = people.pick(source, at, random);
        pickedBy.set(person, source);
        meet(source, person);
        return person;
      },
      remember(contact, what, at) {
        people.remember(contact, what, at);
        if (what === "blocked") complain(pickedBy.get(contact), contact, at);
      },
    }),
    tell(to) {
      if (to !== null && !hasSentHistory) {
        hasSentHistory = true;
        sendHistory();
      }
      optIns.tell(to);
      exposures.tell(to);
      signals.tell(to);
      void flush();
    },
    flush,
    close() {
      clearInterval(timer);
      optIns.close();
      exposures.close();
      signals.close();
    },
  };
}

/** When a person opted in at a source as the shop has it on record; null: it has nothing. Real unix milliseconds. */
export function recordedOptIn(
  seed: number,
  source: OptInSource,
  person: Person,
): { readonly at: number; readonly fate: number } | null {
  const fate = mixSeed(seed, "opt-in", `${source.key} ${person.key}`);
  const isMissing =
    source.unreachableShare > boughtShare ? fate % boughtEvery !== 0 : fate % missingEvery === 0;
  return isMissing ? null : { at: person.knownSince - ageOf(fate), fate };
}

/** What somebody who is angry tells the shop; null: blocks without a word. */
export function complaintOf(seed: number, { key }: Pick<Contact, "key">): "block" | "report" | null {
  const fate = mixSeed(seed, "complaint", key);
  if (fate % complainEvery !== 0) return null;
  return fate % 3 === 0 ? "report" : "block";
}

/** Milliseconds before the list first held a person: most opted in within the last weeks, a few long ago. */
function ageOf(fate: number): number {
  const share = (fate % 1_000) / 1_000;
  return Math.floor(3_600_000 + share * share * 85 * day);
}

function contactOf({ naming }: Contact): string {
  return naming.waId === undefined ? (naming.userId ?? "") : `+${naming.waId}`;
}
