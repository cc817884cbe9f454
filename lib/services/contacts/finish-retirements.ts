import { anonymisePage, forgetVersion, tablesOfContacts } from "../../adapters/db/contact-key-retirement.ts";
import { findRetiringKeys, finishRetiringKey } from "../../adapters/db/contact-keys.ts";
import { lockFactsShared } from "../../adapters/db/facts-lock.ts";
import { awaitCellsLock } from "../../adapters/db/recount-facts.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

const rowsAtOnce = 2_000;
/** A process hashes under a key that was just retired for up to a minute, until it reads the keys again. */
const settledAfterMs = 90_000;

/** How far one process is with one key. Lost with the process: another pass begins, and finds little left to do. */
interface Pass {
  readonly seenAtMs: number;
  startedAtMs: number;
  table: number;
  after: string;
  changed: number;
}
const passes = new WeakMap<object, Map<string, Pass>>();

/**
 * Makes facts under keys that are being retired anonymous, a page at a time, passing over each table in turn. A key is
 * done when a whole pass found nothing, begun when no process can hash under it any more.
 *
 * @returns how many pages were looked at: there may be more to do. Zero: nothing, or not before some seconds.
 */
export async function finishRetirements(ports: ServicePorts): Promise<number> {
  const known = passes.get(ports.db) ?? new Map<string, Pass>();
  passes.set(ports.db, known);
  let pages = 0;
  for (const key of await findRetiringKeys(ports.db)) {
    const name = `${key.version} ${key.organizationId}`;
    const now = ports.clock.monotonicMs();
    const pass = known.get(name) ?? newPass(now, now);
    known.set(name, pass);
    // A pass that came too early, or found something, is followed by another once keys have settled.
    const waits = pass.table === 0 && pass.after === "" && pass.startedAtMs > now;
    if (waits) continue;
    pages += 1;
    if (await takePage(ports, key, pass)) continue;
    if (pass.changed > 0 || pass.startedAtMs - pass.seenAtMs < settledAfterMs) {
      const next = Math.max(ports.clock.monotonicMs(), pass.seenAtMs + settledAfterMs);
      known.set(name, newPass(pass.seenAtMs, next));
      continue;
    }
    await inTransaction(ports, async (tx) => {
      await forgetVersion(tx, key.organizationId, key.version);
      await finishRetiringKey(tx, key.organizationId, key.version, ports.clock.now());
    });
    known.delete(name);
    ports.log.info({ version: key.version }, "a contact key is retired");
  }
  return pages;
}

/** @returns whether the pass goes on. */
async function takePage(
  ports: ServicePorts,
  key: { readonly organizationId: string; readonly version: number },
  pass: Pass,
): Promise<boolean> {
  const table = tablesOfContacts[pass.table];
  if (table === undefined) return false;
  const { last, changed } = await inTransaction(ports, async (tx) => {
    await lockFactsShared(tx, key.organizationId);
    await awaitCellsLock(tx, key.organizationId);
    return anonymisePage(tx, { ...key, table }, pass.after, rowsAtOnce);
  });
  pass.changed += changed;
  if (last === null) pass.table += 1;
  pass.after = last ?? "";
  return pass.table < tablesOfContacts.length;
}

function newPass(seenAtMs: number, startedAtMs: number): Pass {
  return { seenAtMs, startedAtMs, table: 0, after: "", changed: 0 };
}
