import { readCsv } from "../adapters/csv/read-csv.ts";
import { readJsonChanges } from "../adapters/csv/read-json-changes.ts";
import { readNdjson } from "../adapters/csv/read-ndjson.ts";
import type { endpoints } from "../contracts/endpoints.ts";
import { invalid } from "../services/errors.ts";
import type { HistoryFile } from "../services/history/import-history.ts";
import type { Upload } from "./upload-route.ts";

/** Opens a history as it arrives, by its media type. @throws ServiceError VALIDATION for any other type. */
export function openHistoryUpload(upload: Upload<typeof endpoints.importHistory>): HistoryFile {
  const named = {
    fileName: upload.query.fileName ?? null,
    dryRun: upload.query.dryRun === "true",
  };
  switch (upload.type) {
    case "text/csv":
    case "text/tab-separated-values":
      return { ...named, ...readCsv(upload.bytes, upload.charset) };
    case "application/x-ndjson":
      return { ...named, ...readNdjson(upload.bytes, upload.charset) };
    case "application/json":
      return { ...named, ...readJsonChanges(upload.bytes, upload.charset) };
    default:
      throw invalid("Content-Type", "must be text/csv, application/x-ndjson or application/json");
  }
}
