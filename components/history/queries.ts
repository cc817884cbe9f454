import { queryOptions } from "@tanstack/react-query";
import { fetchJson, sendOnly } from "@/components/data/fetch-json.ts";
import { ProblemError } from "@/components/data/problem-error.ts";
import { refresh } from "@/components/data/refresh.ts";
import type { HistoryImportDto, HistoryImportResult } from "@/lib/contracts/history.ts";
import { uploadType } from "./upload-type.ts";

const contract = () => import("@/lib/contracts/history.ts");

export const historyImportsQuery = queryOptions<{ data: HistoryImportDto[]; nextCursor: string | null }>({
  queryKey: ["history-imports"],
  queryFn: ({ signal }) =>
    fetchJson("/api/v1/history-imports?limit=20", async () => (await contract()).historyImportList, {
      signal,
    }),
  refetchInterval: refresh.settings,
});

/** Sends a file for looking at (`dryRun`) or for good. Throws ProblemError. */
export async function importHistoryFile(file: File, dryRun: boolean): Promise<HistoryImportResult> {
  const type = uploadType(file.name);
  if (type === null) {
    throw new ProblemError(
      "This kind of file is not read.",
      "Choose a file that ends in .csv, .ndjson or .json.",
      0,
    );
  }
  const query = new URLSearchParams({ fileName: file.name.slice(0, 200), dryRun: String(dryRun) });
  return fetchJson(
    `/api/v1/history-imports?${query.toString()}`,
    async () => (await contract()).historyImportResult,
    { method: "POST", upload: { content: file, type } },
  );
}

export function undoHistoryImport(id: string): Promise<void> {
  return sendOnly(`/api/v1/history-imports/${encodeURIComponent(id)}`, { method: "DELETE" });
}
