import type { WatchedPageDto } from "@/lib/contracts/pages.ts";

const words: Readonly<Record<WatchedPageDto["state"], string>> = {
  waiting: "Not looked at yet",
  read: "Read",
  refused: "Not read: its address may not be fetched",
  unreachable: "Not read: it could not be reached",
  timeout: "Not read: it took too long",
  status: "Not read: the site answered with something else than the page",
  "too-many-redirects": "Not read: it leads on and on",
  "wrong-type": "Not read: it is no page of text",
  "too-large": "Not read: it is too large",
  "no-text": "Not read: it has no text until scripts run",
};

/** What the last look at a page brought; a page that was not read is never said to be the same. */
export function pageWords({ state, detail }: Pick<WatchedPageDto, "state" | "detail">): string {
  return detail === null ? words[state] : `${words[state]} (${detail})`;
}

/** "3 words came, 1 went". */
export function changeWords(change: { readonly addedWords: number; readonly removedWords: number }): string {
  const { addedWords, removedWords } = change;
  return `${addedWords} ${addedWords === 1 ? "word" : "words"} came, ${removedWords} went`;
}
