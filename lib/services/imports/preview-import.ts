import { findIdsByDisplayDigits } from "../../adapters/db/data-imports.ts";
import { importLimits, type ImportPreview, type PreviewImportBody } from "../../contracts/imports.ts";
import { importFields } from "../../core/imports/import-fields.ts";
import { mayBeConstant, type CellFault } from "../../core/imports/judge-row.ts";
import type { ServiceContext } from "../context.ts";
import { openReadTools } from "../facts/told-batch.ts";
import { requireRight } from "../require-right.ts";
import type { ImportFiles } from "./import-files.ts";
import { judgeRecord, openRowJudging } from "./judge-records.ts";
import { withKind } from "./kind-of-import.ts";
import { openFile, type OpenedFile } from "./open-file.ts";

/**
 * Looks at the beginning of a file: how it is written, which column is which, and its first rows with their problems.
 * Nothing is stored. The answer holds what the file holds, for the person who has it.
 *
 * @throws ServiceError VALIDATION for a file that cannot be read, with its line.
 */
export async function previewImport(
  ctx: ServiceContext,
  files: ImportFiles,
  body: PreviewImportBody,
): Promise<ImportPreview> {
  requireRight(ctx, "facts.write");
  const opened = openFile(files, body);
  const { form, mapping } = opened;
  return {
    form,
    kind: mapping.kind,
    kindGuess: opened.kindGuess,
    mapping,
    fields: fieldsOf(opened),
    faults: [...opened.faults],
    rows: await judgeFirst(ctx, files, opened),
  };
}

function fieldsOf({ mapping, guesses, dates }: OpenedFile): ImportPreview["fields"] {
  return importFields[mapping.kind].map(({ name, label, required, content }) => {
    const date = dates[name];
    return {
      name,
      label,
      required,
      isTime: content === "time",
      mayBeConstant: mayBeConstant(mapping.kind, name),
      guess: guesses[name] ?? null,
      dates: date === undefined ? null : { why: date.why, zones: date.zones, choose: date.choose },
    };
  });
}

async function judgeFirst(
  ctx: ServiceContext,
  files: ImportFiles,
  { form, mapping, records }: OpenedFile,
): Promise<ImportPreview["rows"]> {
  const tools = await openReadTools(ctx, ctx.organizationId);
  const numberIds = await findIdsByDisplayDigits(ctx.db, ctx.organizationId);
  const { normalizePhone } = files;
  const rows = openRowJudging({ form, mapping, normalizePhone, numberIds }, tools.times.now);
  const placeOf = ({ field, column }: CellFault): number | null => {
    const origin = field === null ? undefined : mapping.fields[field];
    if (origin !== undefined) return "column" in origin ? origin.column : null;
    const place = form.header.findIndex((name) => name.trim().slice(0, 60) === column);
    return place === -1 ? null : place;
  };
  return records.slice(0, importLimits.previewRows).map((record) => {
    const judged = withKind(mapping.kind, null, (kind) => judgeRecord(record, { kind, tools, rows }));
    const faults = "faults" in judged ? judged.faults : [];
    return {
      line: record.line,
      cells: [...record.cells],
      faults: faults.map((fault) => ({
        column: placeOf(fault),
        name: fault.column,
        message: fault.message,
      })),
    };
  });
}
