import type { z } from "zod";
import type { createImportBody, ImportDto, PreviewImportBody } from "../../contracts/imports.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toImportDto } from "./import-dto.ts";
import type { ImportFiles } from "./import-files.ts";
import { harmlessHeader } from "./judge-records.ts";
import { openFile } from "./open-file.ts";

/**
 * Begins an import. What is kept of the file is its name, size and mark, how it is written and what its columns mean;
 * its rows follow in slices.
 *
 * @throws ServiceError VALIDATION for a file that cannot be read, and while something must still be decided.
 */
export async function createImport(
  ctx: ServiceContext,
  files: ImportFiles,
  body: z.output<typeof createImportBody>,
): Promise<ImportDto> {
  requireRight(ctx, "facts.write");
  const decided = decideWhole(files, body);
  const now = ctx.clock.now();
  const id = ctx.random.id(now);
  const { organizationId } = ctx;
  return inTransaction(ctx, async (tx) => {
    const created = await tx.dataImport.create({
      data: {
        organizationId,
        id,
        ...decided,
        fileName: body.fileName ?? null,
        fileSize: body.fileSize,
        fileMark: body.fileMark,
        dryRun: body.dryRun,
        state: "open",
        createdAt: now,
        createdBy: ctx.actor.name,
        updatedAt: now,
      },
    });
    const detail = { kind: created.kind, fileName: created.fileName, dryRun: created.dryRun };
    await recordAudit(tx, ctx, { action: "import.create", subject: `import:${id}`, detail });
    return toImportDto(created);
  });
}

/** Kind, form and mapping as they are stored. @throws ServiceError VALIDATION while something must be decided. */
export function decideWhole(files: ImportFiles, body: PreviewImportBody) {
  const { form, mapping, faults } = openFile(files, body);
  if (faults.length > 0) {
    throw new ServiceError("VALIDATION", "Something about the file must be decided first.", {
      faults: faults.map(({ field, message }) => ({ path: field ?? "file", message })),
    });
  }
  const stored = { ...form, header: harmlessHeader(form.header) };
  // Written out once more: Prisma takes plain JSON only.
  return {
    kind: mapping.kind,
    form: JSON.parse(JSON.stringify(stored)) as object,
    mapping: JSON.parse(JSON.stringify(mapping)) as object,
  };
}
