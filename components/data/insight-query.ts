import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson, type ShapeLoader } from "./fetch-json.ts";
import { refresh } from "./refresh.ts";

/** The range and filters of the page that a card stands on. Instants are ISO texts; absent: the usual range, all. */
export interface InsightScope {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly source?: string | undefined;
  readonly phoneNumberId?: string | undefined;
}

/** One question to `path`; words without a value are left out. While another one is read, the last answer stays. */
export function insightQuery<T>(
  path: string,
  loadShape: ShapeLoader<T>,
  words: Readonly<Record<string, string | undefined>>,
) {
  const given = Object.entries(words).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const search = new URLSearchParams(given).toString();
  return queryOptions<T>({
    queryKey: [path, search],
    queryFn: ({ signal }) => fetchJson(search === "" ? path : `${path}?${search}`, loadShape, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refresh.settings,
  });
}
