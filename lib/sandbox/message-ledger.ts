import type { LiveMessage } from "./live-message.ts";
import type { Interval } from "./usual-volume.ts";

/** What became of some messages. */
export interface MessageCounts {
  sent: number;
  delivered: number;
  read: number;
  /** Presses by button text. */
  readonly clicks: Map<string, number>;
}

/**
 * Counts the sandbox's real messages by number, template and half hour, told or lost on the way: the analytics answers
 * are read from it, so that they agree with the webhooks that arrive.
 */
export interface MessageLedger {
  /** Real instant (unix ms) from which on everything is counted. */
  readonly startedAt: number;
  record(place: MessagePlace, message: LiveMessage): void;
  /** Counts of whole half hours that begin within the interval. */
  count(place: MessagePlace, interval: Interval): MessageCounts;
}

export interface MessagePlace {
  readonly phoneNumberId: string;
  readonly templateId: string;
}

const bucketSeconds = 1_800;
/** Meta answers for at most 90 days back. */
const keptSeconds = 91 * 86_400;

export function createMessageLedger(startedAt: number): MessageLedger {
  const books = new Map<string, Map<number, MessageCounts>>();
  return {
    startedAt,
    record(place, message) {
      const key = bookKey(place);
      const book = books.get(key) ?? new Map<number, MessageCounts>();
      books.set(key, book);
      const start = bucketOf(message.sentAt / 1000);
      const counts = book.get(start) ?? emptyCounts();
      if (!book.has(start)) forgetOld(book, start);
      book.set(start, counts);
      if (message.outcome === "failed") return;
      counts.sent += 1;
      if (message.outcome !== "sent") counts.delivered += 1;
      if (message.outcome === "read") counts.read += 1;
      if (message.clicked !== null) {
        counts.clicks.set(message.clicked, (counts.clicks.get(message.clicked) ?? 0) + 1);
      }
    },
    count(place, interval) {
      const sum = emptyCounts();
      const book = books.get(bookKey(place));
      if (book === undefined) return sum;
      const first = Math.max(bucketOf(interval.start), bucketOf(startedAt / 1000));
      for (let start = first; start < interval.end; start += bucketSeconds) {
        const counts = book.get(start);
        if (counts !== undefined && start >= interval.start) addCounts(sum, counts);
      }
      return sum;
    },
  };
}

export function emptyCounts(): MessageCounts {
  return { sent: 0, delivered: 0, read: 0, clicks: new Map() };
}

/** Adds the second to the first. */
export function addCounts(sum: MessageCounts, more: MessageCounts): void {
  sum.sent += more.sent;
  sum.delivered += more.delivered;
  sum.read += more.read;
  for (const [text, count] of more.clicks) sum.clicks.set(text, (sum.clicks.get(text) ?? 0) + count);
}

function bookKey({ phoneNumberId, templateId }: MessagePlace): string {
  return `${phoneNumberId}/${templateId}`;
}

function bucketOf(seconds: number): number {
  return Math.floor(seconds / bucketSeconds) * bucketSeconds;
}

function forgetOld(book: Map<number, MessageCounts>, newest: number): void {
  for (const start of book.keys()) if (start < newest - keptSeconds) book.delete(start);
}
