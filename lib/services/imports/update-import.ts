import type { ImportDto, PreviewImportBody } from "../../contracts/imports.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { decideWhole } from "./create-import.ts";
import { findImport } from "./find-import.ts";
import { toImportDto } from "./import-dto.ts";
import type { ImportFiles } from "./import-files.ts";

/**
 * Decides otherwise about a file of which nothing is in yet.
 *
 * @throws ServiceError NOT_FOUND; CONFLICT when rows are in; VALIDATION as for a new import.
 */
export async function updateImport(
  ctx: ServiceContext,
  files: ImportFiles,
  id: string,
  body: PreviewImportBody,
): Promise<ImportDto> {
  requireRight(ctx, "facts.write");
  const found = await findImport(ctx, id);
  if (Number(found.fileSize) !== body.fileSize) throw invalid("fileSize", "is that of another file");
  const decided = decideWhole(files, body);
  const { organizationId } = ctx;
  return inTransaction(ctx, async (tx) => {
    const { count } = await tx.dataImport.updateMany({
      where: { organizationId, id, state: "open", byteOffset: 0 },
      data: { ...decided, updatedAt: ctx.clock.now() },
    });
    if (count === 0) {
      throw new ServiceError(
        "CONFLICT",
        "Rows of this file are in already. Undo the import, and begin anew.",
      );
    }
    await recordAudit(tx, ctx, {
      action: "import.update",
      subject: `import:${id}`,
      detail: { kind: decided.kind },
    });
    const where = { organizationId_id: { organizationId, id } };
    return toImportDto(await tx.dataImport.findUniqueOrThrow({ where }));
  });
}
