import type { ImportDto } from "../../contracts/imports.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { findImport } from "./find-import.ts";
import { toImportDto } from "./import-dto.ts";

/** Ends an import where it is: what is in stays. Again is harmless. @throws ServiceError NOT_FOUND, CONFLICT */
export async function cancelImport(ctx: ServiceContext, id: string): Promise<ImportDto> {
  return end(ctx, id, { from: ["open"], to: "cancelled" });
}

/**
 * Has an import undone in the background: the facts that it added go, and cells take them back. Facts that were known
 * before and that it changed keep the change. Again is harmless.
 *
 * @throws ServiceError NOT_FOUND, CONFLICT
 */
export async function undoImport(ctx: ServiceContext, id: string): Promise<ImportDto> {
  return end(ctx, id, { from: ["open", "done", "cancelled"], to: "undoing" });
}

async function end(
  ctx: ServiceContext,
  id: string,
  step: { readonly from: readonly string[]; readonly to: "cancelled" | "undoing" },
): Promise<ImportDto> {
  requireRight(ctx, "facts.write");
  const { organizationId } = ctx;
  await findImport(ctx, id);
  await inTransaction(ctx, async (tx) => {
    const at = ctx.clock.now();
    const where = { organizationId, id, state: { in: [...step.from] } };
    const { count } = await tx.dataImport.updateMany({ where, data: { state: step.to, updatedAt: at } });
    if (count === 0) return;
    await tx.dataImport.updateMany({
      where: { organizationId, id, finishedAt: null },
      data: { finishedAt: at },
    });
    const action = step.to === "undoing" ? "import.undo" : "import.cancel";
    await recordAudit(tx, ctx, { action, subject: `import:${id}`, detail: {} });
  });
  const now = await findImport(ctx, id);
  const isThere = now.state === step.to || (step.to === "undoing" && now.state === "undone");
  if (!isThere) throw new ServiceError("CONFLICT", `This import is ${now.state} already.`);
  return toImportDto(now);
}
