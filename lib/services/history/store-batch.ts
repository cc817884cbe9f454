import {
  appendImported,
  lockImports,
  relinkImported,
  type TouchedRange,
} from "../../adapters/db/history-imports.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { importSubjects } from "../../core/history/import-fields.ts";
import type { ImportedChange } from "../../core/history/judge-import-row.ts";
import type { ServiceContext } from "../context.ts";
import type { JudgedBatch } from "./judge-batch.ts";

/** Writes the new rows of a batch and ties them to what is before and behind them; how many were new after all. */
export async function storeBatch(
  tx: Db,
  ctx: Pick<ServiceContext, "organizationId" | "clock">,
  importId: string,
  batch: JudgedBatch,
): Promise<number> {
  const { organizationId } = ctx;
  await lockImports(tx, organizationId);
  let stored = 0;
  for (const subject of importSubjects) {
    const own = batch.changes.filter((change) => change.subject === subject);
    if (own.length === 0) continue;
    stored += await appendImported(
      tx,
      { organizationId, importId, recordedAt: ctx.clock.now(), subject },
      own,
    );
    await relinkImported(tx, organizationId, subject, rangesOf(own));
  }
  return stored;
}

function rangesOf(changes: readonly ImportedChange[]): TouchedRange[] {
  const ranges = new Map<string, TouchedRange>();
  for (const { id, field, at } of changes) {
    const key = `${id}\n${field}`;
    const range = ranges.get(key);
    const from = range === undefined || at < range.from ? at : range.from;
    const to = range === undefined || at > range.to ? at : range.to;
    ranges.set(key, { id, field, from, to });
  }
  return [...ranges.values()];
}
