import type { RecipientResult } from "./mail-server.ts";

/** Remembers who need not be tried again for a message: accepted, or refused for good. */
export interface RecipientMemory {
  /** The settled results of a message, by address. */
  of(dedupeKey: string): ReadonlyMap<string, RecipientResult>;
  /** Keeps what is settled among the results; "later" is not. */
  settle(dedupeKey: string, results: readonly RecipientResult[]): void;
}

/**
 * Holds the youngest `capacity` messages in this process. It is what keeps a retry for one recipient from reaching the others
 * again. Its limit: after a restart, or when another worker takes the retry, those already accepted get the mail once
 * more, with the same Message-ID, by which most mailboxes show it once.
 */
export function createRecipientMemory(capacity = 5_000): RecipientMemory {
  const messages = new Map<string, Map<string, RecipientResult>>();
  return {
    of: (dedupeKey) => messages.get(dedupeKey) ?? new Map<string, RecipientResult>(),
    settle(dedupeKey, results) {
      const known = messages.get(dedupeKey) ?? new Map<string, RecipientResult>();
      for (const result of results) if (result.result !== "later") known.set(result.address, result);
      // Set anew, so that insertion order is order of use and the first is the oldest.
      messages.delete(dedupeKey);
      messages.set(dedupeKey, known);
      const [oldest] = messages.keys();
      if (messages.size > capacity && oldest !== undefined) messages.delete(oldest);
    },
  };
}
