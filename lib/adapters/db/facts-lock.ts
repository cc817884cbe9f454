import type { Db } from "./open-database.ts";

/** Any fixed number, with the organization's hash: who writes facts shares it, who begins a replay holds it alone. */
const factsLock = 7_415_002;

/**
 * First statement of every transaction that writes facts. It also fixes the transaction's number before anything is
 * read, so that the cells loop can tell which transactions may not have seen what another one wrote (recount-facts.ts).
 */
export async function lockFactsShared(db: Db, organizationId: string): Promise<void> {
  await db.$executeRaw`
    select pg_advisory_xact_lock_shared(${factsLock}::int, hashtext(${organizationId})), pg_current_xact_id()`;
}

/** Waits for all who write facts, and keeps them out until the transaction ends. */
export async function lockFactsAlone(db: Db, organizationId: string): Promise<void> {
  await db.$executeRaw`select pg_advisory_xact_lock(${factsLock}::int, hashtext(${organizationId}))`;
}
