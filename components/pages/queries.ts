import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import type { PageVersionDto, WatchedPageDto } from "@/lib/contracts/pages.ts";

interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

const path = "/api/v1/pages";
const contract = () => import("@/lib/contracts/pages.ts");
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;

/** What pages belong to. */
export type PageSubject = { readonly activationMethodId: string } | { readonly sourceId: string };

export const pagesQuery = (subject: PageSubject) =>
  queryOptions<Page<WatchedPageDto>>({
    queryKey: [path, "list", subject],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ ...subject, limit: "200" });
      return fetchJson(`${path}?${params.toString()}`, async () => (await contract()).watchedPageListShape, {
        signal,
      });
    },
    refetchInterval: refresh.settings,
  });

/** Read anew when the page has another version. */
export const pageVersionsQuery = (id: string, version: number) =>
  queryOptions<Page<PageVersionDto>>({
    queryKey: [path, "versions", id, version],
    queryFn: ({ signal }) =>
      fetchJson(`${pathOf(id)}/versions?limit=5`, async () => (await contract()).pageVersionListShape, {
        signal,
      }),
  });

/** What was typed goes to the server as it is: it names what is missing or wrong. */
export function watchPage(body: Readonly<Record<string, unknown>>): Promise<WatchedPageDto> {
  return fetchJson(path, async () => (await contract()).watchedPageShape, { method: "POST", body });
}

export function lookAtPage(id: string): Promise<WatchedPageDto> {
  return fetchJson(`${pathOf(id)}/look`, async () => (await contract()).watchedPageShape, {
    method: "POST",
    body: {},
  });
}

export function setWatching(id: string, watching: boolean): Promise<WatchedPageDto> {
  return fetchJson(pathOf(id), async () => (await contract()).watchedPageShape, {
    method: "PATCH",
    body: { watching },
  });
}
