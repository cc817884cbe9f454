import { lockImports, relinkImported, removeImported } from "../../adapters/db/history-imports.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { importSubjects } from "../../core/history/import-fields.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/**
 * Undoes one import: its rows go, everything else stays. A row that was in two files belongs to the first of them.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function removeHistoryImport(ctx: ServiceContext, id: string): Promise<void> {
  requireRight(ctx, "registry.write");
  const { organizationId } = ctx;
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.historyImport.deleteMany({ where: { organizationId, id } });
    if (count === 0) throw notFound("The import");
    await removeRows(tx, organizationId, id);
    await recordAudit(tx, ctx, {
      action: "history.import-undone",
      subject: `history-import:${id}`,
      detail: {},
    });
  });
}

/** The file turned out to be unreadable half-way: as if it had never been sent. */
export async function takeBackImport(ctx: ServiceContext, id: string): Promise<void> {
  const { organizationId } = ctx;
  await inTransaction(ctx, async (tx) => {
    await tx.historyImport.deleteMany({ where: { organizationId, id } });
    await removeRows(tx, organizationId, id);
    await recordAudit(tx, ctx, {
      action: "history.import-refused",
      subject: `history-import:${id}`,
      detail: {},
    });
  });
}

async function removeRows(tx: Db, organizationId: string, importId: string): Promise<void> {
  await lockImports(tx, organizationId);
  for (const subject of importSubjects) {
    const ranges = await removeImported(tx, organizationId, importId, subject);
    await relinkImported(tx, organizationId, subject, ranges);
  }
}
