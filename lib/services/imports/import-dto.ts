import type { DataImportModel } from "../../adapters/db/generated/models.ts";
import { importForm, importMapping, type ImportDto, type ImportProgress } from "../../contracts/imports.ts";

export function toImportDto(row: DataImportModel): ImportDto {
  return {
    ...toProgress(row),
    id: row.id,
    kind: row.kind as ImportDto["kind"],
    fileName: row.fileName,
    fileSize: Number(row.fileSize),
    fileMark: row.fileMark,
    dryRun: row.dryRun,
    form: importForm.parse(row.form),
    mapping: importMapping.parse(row.mapping),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export function toProgress(row: DataImportModel): ImportProgress {
  return {
    state: row.state as ImportProgress["state"],
    byteOffset: Number(row.byteOffset),
    lineCount: row.lineCount,
    acceptedCount: row.acceptedCount,
    changedCount: row.changedCount,
    duplicateCount: row.duplicateCount,
    rejectedCount: row.rejectedCount,
  };
}
