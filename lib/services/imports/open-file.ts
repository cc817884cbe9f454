import { importLimits, type ImportForm, type PreviewImportBody } from "../../contracts/imports.ts";
import { invalid } from "../errors.ts";
import type { FileRecord, ImportFiles } from "./import-files.ts";
import { orRefuse } from "./refuse-file.ts";
import { resolveMapping, type ResolvedMapping } from "./resolve-mapping.ts";

/** So many records are looked at to guess by. */
const sampleRecords = 200;

export interface OpenedFile extends ResolvedMapping {
  readonly form: ImportForm;
  /** The first records. */
  readonly records: readonly FileRecord[];
}

/**
 * What a file is and what its columns are, by its beginning and by what was decided.
 *
 * @throws ServiceError VALIDATION for a file that cannot be read, with its line, and for a beginning that is too short.
 */
export function openFile(files: ImportFiles, body: PreviewImportBody): OpenedFile {
  const head = Buffer.from(body.head, "base64");
  const wanted = Math.min(body.fileSize, importLimits.headBytes);
  if (head.byteLength > body.fileSize) throw invalid("head", "is longer than the file");
  if (head.byteLength < Math.min(wanted, importLimits.headBytes / 4)) {
    throw invalid("head", `must hold the first ${wanted} bytes of the file`);
  }
  const { encoding, delimiter, hasHeader } = body;
  const form = orRefuse(0, () =>
    files.sniff(head, {
      ...(encoding === undefined ? {} : { encoding }),
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(hasHeader === undefined ? {} : { hasHeader }),
    }),
  );
  const isLast = head.byteLength === body.fileSize;
  const { records } = orRefuse(0, () =>
    files.readSlice(form, head, { isFirst: true, isLast, mostRecords: sampleRecords }),
  );
  const samples = records.filter(({ broken }) => broken === null).map(({ cells }) => cells);
  const resolved = resolveMapping(form, samples, body);
  const isUnclear = form.headerLooksLikeData && hasHeader === undefined;
  const message =
    "The first line looks like data: say whether it names the columns, or the file has no line of names";
  return {
    ...resolved,
    form,
    records,
    faults: isUnclear ? [{ field: null, message }, ...resolved.faults] : resolved.faults,
  };
}
