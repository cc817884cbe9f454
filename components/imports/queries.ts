import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import type {
  CreateImportBody,
  ImportDto,
  ImportPreview,
  ImportProgress,
  PreviewImportBody,
} from "@/lib/contracts/imports.ts";
import { fileMark, markedBytes } from "@/lib/core/imports/file-mark.ts";
import type { ImportDecisions } from "./decisions.ts";

const contract = () => import("@/lib/contracts/imports.ts");
const headBytes = 256 * 1024;

/** A file that was chosen: what is sent to have it judged. */
export interface ChosenFile {
  readonly file: File;
  readonly mark: string;
  readonly beginning: Pick<PreviewImportBody, "head" | "fileSize">;
}

/** Reads the beginning of a file. @throws when the browser cannot read it, such as a folder. */
export async function openChosen(file: File): Promise<ChosenFile> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  return {
    file,
    mark: fileMark(head.subarray(0, markedBytes), file.size),
    beginning: { head: base64(head), fileSize: file.size },
  };
}

export const importsQuery = queryOptions<{ data: ImportDto[]; nextCursor: string | null }>({
  queryKey: ["imports"],
  queryFn: ({ signal }) =>
    fetchJson("/api/v1/imports?limit=50", async () => (await contract()).importList, { signal }),
  refetchInterval: ({ state }) =>
    state.data?.data.some((one) => one.state === "undoing") === true ? 2_000 : refresh.settings,
});

/** Imports of this very file. */
export const sameFileQuery = (mark: string) =>
  queryOptions<{ data: ImportDto[]; nextCursor: string | null }>({
    queryKey: ["imports", "of-file", mark],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/imports?${new URLSearchParams({ fileMark: mark, limit: "50" }).toString()}`,
        async () => (await contract()).importList,
        { signal },
      ),
  });

/** What the file holds under these decisions. Its answer holds people's data: it is dropped with the page. */
export const previewQuery = (chosen: ChosenFile, decisions: ImportDecisions) =>
  queryOptions<ImportPreview>({
    queryKey: ["import-preview", chosen.mark, decisions],
    queryFn: ({ signal }) =>
      fetchJson("/api/v1/imports/preview", async () => (await contract()).importPreview, {
        method: "POST",
        body: { ...chosen.beginning, ...decisions },
        signal,
      }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });

export function createImport(
  chosen: ChosenFile,
  decisions: ImportDecisions,
  dryRun: boolean,
): Promise<ImportDto> {
  const body: CreateImportBody = {
    ...chosen.beginning,
    ...decisions,
    fileName: chosen.file.name.slice(0, 200),
    fileMark: chosen.mark,
    dryRun,
  };
  return fetchJson("/api/v1/imports", async () => (await contract()).importShape, { method: "POST", body });
}

export function getImport(id: string): Promise<ImportDto> {
  return fetchJson(pathOf(id), async () => (await contract()).importShape);
}

export function sendSlice(id: string, offset: number, content: Blob): Promise<ImportProgress> {
  return fetchJson(`${pathOf(id)}/slices?offset=${offset}`, async () => (await contract()).importProgress, {
    method: "PUT",
    upload: { content, type: "application/octet-stream" },
  });
}

export function endImport(id: string, how: "cancel" | "undo"): Promise<ImportDto> {
  return fetchJson(`${pathOf(id)}/${how}`, async () => (await contract()).importShape, {
    method: "POST",
    body: {},
  });
}

export function errorFileOf(id: string): string {
  return `${pathOf(id)}/rejections?format=csv`;
}

function pathOf(id: string): string {
  return `/api/v1/imports/${encodeURIComponent(id)}`;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  // In steps: a call takes so many arguments only.
  for (let from = 0; from < bytes.length; from += 8_192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  }
  return btoa(text);
}
