import type { Db } from "../../adapters/db/open-database.ts";
import { historyImportLimits, type HistoryImportResult } from "../../contracts/history.ts";
import { FileRefused, isFileRefused } from "../../core/history/file-refused.ts";
import type { ImportRow } from "../../core/history/judge-import-row.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { ImportTally } from "./import-tally.ts";
import { judgeBatch } from "./judge-batch.ts";
import { takeBackImport } from "./remove-import.ts";
import { storeBatch } from "./store-batch.ts";

const rowsAtOnce = 1_000;

export interface HistoryFile {
  readonly fileName: string | null;
  readonly dryRun: boolean;
  /** Rows as they arrive. May throw FileRefused. */
  readonly rows: AsyncIterable<ImportRow>;
  /** How the file is written; asked for after its rows. */
  readonly format: () => HistoryImportResult["format"];
}

/**
 * Brings in past values of numbers, portfolios, WABAs and templates, a thousand rows a transaction. Rows are judged
 * one by one; the same row twice, in one file or two, counts once. Present states and observed facts are not touched.
 * When the sender goes away in the middle, what was stored stays, and sending the file again completes it.
 *
 * @throws FileRefused when the file cannot be read to its end or is over a limit: nothing of it is kept.
 */
export async function importHistory(ctx: ServiceContext, file: HistoryFile): Promise<HistoryImportResult> {
  requireRight(ctx, "registry.write");
  const tally = new ImportTally();
  const importId = file.dryRun ? null : ctx.random.id(ctx.clock.now());
  // An object, since it is set inside a callback.
  const progress = { begun: false };
  const take = async (rows: readonly ImportRow[]) => {
    const batch = await judgeBatch(ctx, tally, rows);
    if (importId === null) {
      tally.countJudged(batch);
      return;
    }
    await inTransaction(ctx, async (tx) => {
      if (!progress.begun) await begin(tx, ctx, importId, file.fileName);
      const stored = await storeBatch(tx, ctx, importId, batch);
      tally.countStored(batch, stored);
      await tx.historyImport.update({
        where: { organizationId_id: { organizationId: ctx.organizationId, id: importId } },
        data: {
          acceptedCount: tally.accepted,
          duplicateCount: tally.duplicates,
          rejectedCount: tally.rejectedCount,
        },
      });
    });
    progress.begun = true;
  };
  try {
    let waiting: ImportRow[] = [];
    let seen = 0;
    for await (const row of file.rows) {
      if (++seen > historyImportLimits.rows) {
        throw new FileRefused("holds more than 100,000 rows; send it in several parts", row.line, true);
      }
      waiting.push(row);
      if (waiting.length < rowsAtOnce) continue;
      await take(waiting);
      waiting = [];
    }
    if (waiting.length > 0) await take(waiting);
    if (seen === 0) throw new FileRefused("holds no row");
  } catch (error) {
    if (isFileRefused(error) && progress.begun && importId !== null) await takeBackImport(ctx, importId);
    throw error;
  }
  return {
    id: importId,
    dryRun: file.dryRun,
    fileName: file.fileName,
    format: file.format(),
    ...tally.result(),
  };
}

async function begin(tx: Db, ctx: ServiceContext, id: string, fileName: string | null): Promise<void> {
  await tx.historyImport.create({
    data: {
      organizationId: ctx.organizationId,
      id,
      fileName,
      createdAt: ctx.clock.now(),
      createdBy: ctx.actor.name,
      acceptedCount: 0,
      duplicateCount: 0,
      rejectedCount: 0,
    },
  });
  await recordAudit(tx, ctx, {
    action: "history.import",
    subject: `history-import:${id}`,
    detail: { fileName },
  });
}
