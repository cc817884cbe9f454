import {
  findSilences,
  findSuspicions,
  listSendingNumbers,
  lockSuspicions,
  withdrawSuspicions,
  type SilentContact,
  type Silences,
} from "../../adapters/db/suspected-blocks.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { storeToldSignals, type ToldSignal } from "../../adapters/db/told-signals.ts";
import {
  estimateReachability,
  type Reachability,
} from "../../core/suspected-blocks/estimate-reachability.ts";
import { suspectBlock } from "../../core/suspected-blocks/suspect-block.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

const hourMs = 3_600_000;
const batchSize = 1_000;
/** A suspicion that stands is written anew only when its probability has moved by so much. */
const smallestMove = 0.05;

/**
 * Infers who has probably blocked a number, since WhatsApp tells nobody: contacts that were reached before and whose
 * latest messages all stay without a sign of life, against how long ordinary silences of the same number last. Written as
 * signals of kind suspected_block with basis inferred; a later sign of life takes them back, and the cells follow. The
 * same facts give the same signals, however often it runs.
 *
 * The block happened before the first unanswered message, so that is when the signal is dated: the message before it is
 * the one it answers. Erased contacts are not judged.
 */
export async function findSuspectedBlocks(ports: ServicePorts): Promise<void> {
  const now = ports.clock.now();
  let changed = 0;
  for (const { organizationId, phoneNumberId } of await listSendingNumbers(ports.db)) {
    // Read outside of the transaction, for it takes seconds on a busy number: what changes meanwhile is seen next time.
    const silences = await findSilences(ports.db, organizationId, phoneNumberId, now);
    changed += await inTransaction(ports, async (tx) =>
      (await lockSuspicions(tx, organizationId))
        ? writeSuspicions(tx, { organizationId, phoneNumberId }, silences, now)
        : 0,
    );
  }
  if (changed > 0) ports.poke("cells");
}

/** @returns how many suspicions were written or taken back. */
async function writeSuspicions(
  db: Db,
  { organizationId, phoneNumberId }: { readonly organizationId: string; readonly phoneNumberId: string },
  { stretches, candidates, contactYears }: Silences,
  now: Date,
): Promise<number> {
  const reachability = estimateReachability(stretches, contactYears);
  const suspected = candidates.flatMap((silent) => {
    const told = toSignal(phoneNumberId, silent, reachability, now);
    return told === null ? [] : [{ told, silent }];
  });
  let changed = await withdrawSuspicions(
    db,
    organizationId,
    phoneNumberId,
    suspected.map(({ told, silent }) => ({
      contact: silent.contact,
      id: told.id,
      lastSignAt: silent.lastSignAt,
    })),
  );
  for (let from = 0; from < suspected.length; from += batchSize) {
    const batch = suspected.slice(from, from + batchSize).map(({ told }) => told);
    const standing = await findSuspicions(
      db,
      organizationId,
      batch.map(({ id }) => id),
    );
    const news = batch.filter(({ id, detail }) => {
      const before = standing.get(id);
      return before === undefined || Math.abs(before - detail.probability) >= smallestMove;
    });
    const { inserted, changed: moved } = await storeToldSignals(
      db,
      organizationId,
      { origin: "inferred", importId: null },
      news,
    );
    changed += inserted + moved;
  }
  return changed;
}

interface Suspicion extends ToldSignal {
  readonly detail: { readonly probability: number };
}

function toSignal(
  phoneNumberId: string,
  silent: SilentContact,
  reachability: Reachability,
  now: Date,
): Suspicion | null {
  const firstAt = new Date(silent.firstAt);
  const found = suspectBlock(
    {
      deliveredBefore: silent.deliveredBefore,
      undeliveredCount: silent.messages,
      firstUndeliveredAt: firstAt,
      lastSignAt: new Date(silent.lastSignAt),
      had131026: silent.had131026,
    },
    reachability,
    now,
  );
  if (found.kind !== "suspected" || reachability.kind !== "estimate") return null;
  const curve = silent.had131026 ? reachability.failed131026 : reachability.silent;
  return {
    id: `inferred:block:${phoneNumberId}:${silent.firstId}`,
    kind: "suspected_block",
    basis: "inferred",
    phoneNumberId,
    contact: silent.contact,
    contactKeyVersion: silent.keyVersion,
    exposureId: null,
    occurredAt: new Date(firstAt.getTime() - 1).toISOString(),
    recordedAt: now.toISOString(),
    detail: {
      via: "inferred",
      probability: Math.round(found.probability * 1000) / 1000,
      messages: silent.messages,
      hours: Math.floor((now.getTime() - firstAt.getTime()) / hourMs),
      lastSignAt: silent.lastSignAt,
      refused: silent.had131026,
      baseline: {
        stretches: curve.stretchCount,
        ended: curve.endedCount,
        days: curve.lastDay,
        goneShare: Math.round(curve.goneShare * 1000) / 1000,
      },
    } as { probability: number },
  };
}
