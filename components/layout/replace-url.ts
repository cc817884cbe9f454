/**
 * Changes search parameters of the page in place; an empty text removes one. Next.js follows history.replaceState, so
 * useSearchParams re-renders without asking the server for the page again.
 */
export function replaceUrl(changes: Readonly<Record<string, string>>): void {
  const params = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") params.delete(name);
    else params.set(name, value);
  }
  const query = params.toString();
  window.history.replaceState(null, "", `${window.location.pathname}${query === "" ? "" : `?${query}`}`);
}
