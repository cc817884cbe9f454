import type { PGlite } from "@electric-sql/pglite";

/**
 * PostgreSQL begins a checkpoint by itself when its journal has grown by a half of `max_wal_size`. PGlite 0.4 does so in
 * the middle of a commit and then waits for that commit, which is its own: every file of more than some 800,000 rows
 * ended in a process that never answered again. So that point is put out of reach, and checkpoints are ours to make.
 */
export const journalSettings = ["-c", "max_wal_size=1TB"];

const everyMs = 5_000;
const longestJournalBytes = 128 * 1024 * 1024;

/** Makes a checkpoint when the journal is long, between two statements; some 30 ms. @returns whether it made one. */
export async function shortenJournal(pglite: Pick<PGlite, "query">): Promise<boolean> {
  const { rows } = await pglite.query<{ bytes: number }>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::float8 as bytes from pg_control_checkpoint()`,
  );
  if ((rows[0]?.bytes ?? 0) < longestJournalBytes) return false;
  await pglite.query("checkpoint");
  return true;
}

/** Looks at the journal every five seconds. @returns what ends it, after what is under way. */
export function keepJournalShort(pglite: Pick<PGlite, "query">): () => Promise<void> {
  let pending: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    // A disk that is full is told by the statements that need it.
    pending ??= shortenJournal(pglite)
      .catch(() => undefined)
      .finally(() => (pending = null));
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await pending;
  };
}
