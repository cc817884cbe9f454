/** What the page is narrowed to and what stands open; lives in the URL. */
export interface CollectorFilter {
  /** One connection's id; absent: all. */
  readonly connection?: string;
  /** Part of an account's name or id. */
  readonly account?: string;
  /** Where the page of numbers begins. */
  readonly cursor?: string;
  /** Which webhooks that were kept aside are listed. */
  readonly aside?: AsideState;
}

export const asideStates = ["quarantined", "orphan"] as const;
export type AsideState = (typeof asideStates)[number];

/** Rows of one page of numbers. */
export const numbersShown = 25;
const asideShown = 50;

type Params = { get: (name: string) => string | null };

/** Reads the filter from the URL; anything else there is ignored. */
export function readCollectorFilter(params: Params): CollectorFilter {
  const connection = params.get("connection")?.slice(0, 64);
  const account = params.get("account")?.trim().slice(0, 80);
  const cursor = params.get("cursor")?.slice(0, 400);
  const aside = asideStates.find((state) => state === params.get("aside"));
  return {
    ...(connection ? { connection } : {}),
    ...(account ? { account } : {}),
    ...(cursor ? { cursor } : {}),
    ...(aside ? { aside } : {}),
  };
}

/** What the API is asked for: accounts are narrowed in the page, since they all come along. */
export function collectorParams(filter: Pick<CollectorFilter, "connection" | "cursor">): URLSearchParams {
  return new URLSearchParams({
    limit: String(numbersShown),
    ...(filter.connection === undefined ? {} : { connectionId: filter.connection }),
    ...(filter.cursor === undefined ? {} : { cursor: filter.cursor }),
  });
}

export function asideParams(state: AsideState): URLSearchParams {
  return new URLSearchParams({ limit: String(asideShown), state });
}

/** The page with another start of the list of numbers; null: its beginning. */
export function numbersHref(filter: CollectorFilter, cursor: string | null): string {
  const params = new URLSearchParams({ ...filter });
  if (cursor === null) params.delete("cursor");
  else params.set("cursor", cursor);
  const query = params.toString();
  return `/collector${query === "" ? "" : `?${query}`}#numbers`;
}
