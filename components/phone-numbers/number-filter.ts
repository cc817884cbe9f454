/** What the list of numbers is narrowed to; lives in the URL. */
export interface NumberFilter {
  readonly rating?: string;
  readonly search?: string;
  readonly cursor?: string;
}

/** Rows of one page of the list. */
export const numberListLimit = 100;

type Params = { get: (name: string) => string | null };

/** Reads the filter from the URL; anything else there is ignored. */
export function readNumberFilter(params: Params): NumberFilter {
  const rating = params.get("rating")?.slice(0, 40);
  const search = params.get("search")?.trim().slice(0, 80);
  const cursor = params.get("cursor")?.slice(0, 400);
  return {
    ...(rating ? { rating } : {}),
    ...(search ? { search } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

export function numberFilterParams(
  filter: NumberFilter,
  more: Readonly<Record<string, string>> = {},
): URLSearchParams {
  return new URLSearchParams({ ...filter, ...more });
}
