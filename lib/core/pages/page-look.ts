/** Why a look at a page found no text; each is a state of its own and never "unchanged". */
export const pageFailures = [
  /** The address, or one that it leads to, is none that may be fetched. */
  "refused",
  /** No connection, or it broke. */
  "unreachable",
  "timeout",
  /** An answer that is not 200, such as 404. */
  "status",
  "too-many-redirects",
  /** Neither HTML nor plain text, or packed in a form that was not asked for. */
  "wrong-type",
  "too-large",
  /** An answer without any text, as of a page that only scripts fill. */
  "no-text",
] as const;
export type PageFailure = (typeof pageFailures)[number];

export const pageStates = ["waiting", "read", ...pageFailures] as const;
export type PageState = (typeof pageStates)[number];

/** A state as stored; a newer version's word is a page that is not read. */
export function pageState(stored: string): PageState {
  return pageStates.find((state) => state === stored) ?? "unreachable";
}

/** What one look at a page brought. */
export type PageLook =
  | { readonly kind: "text"; readonly address: string; readonly text: string }
  | { readonly kind: "failed"; readonly failure: PageFailure; readonly detail: string };

/** What was fetched, before its text is taken out. */
export type FetchedPage =
  | {
      readonly kind: "page";
      /** Where the redirects ended. */
      readonly address: string;
      readonly isHtml: boolean;
      readonly body: string;
    }
  | { readonly kind: "failed"; readonly failure: PageFailure; readonly detail: string };

/** Characters of visible text that are kept of a page. */
export const mostPageText = 200_000;

/** Hours until the next look: a page that fails for the first time is tried again soon, so that a short outage stays short. */
export function hoursUntilNextLook(
  everyHours: number,
  look: { readonly isFailed: boolean; readonly failedBefore: boolean },
): number {
  return look.isFailed && !look.failedBefore ? Math.min(1, everyHours) : everyHours;
}
