import type { TemplateMark, WordingMark } from "../../adapters/db/list-marks.ts";
import type { PageMark } from "../../adapters/db/watched-pages.ts";
import type { EventMark } from "../../contracts/phone-numbers.ts";

/** As a mark for a time chart; null: it is announced for later, and nobody reads it yet. */
export function wordingMark(wording: WordingMark, now: Date): EventMark | null {
  const { id, at, version, language, sourceId, sourceName } = wording;
  if (at > now) return null;
  return {
    id,
    kind: "wording",
    occurredAt: at.toISOString(),
    label: `Wording ${version} (${language}) at ${sourceName}`,
    href: `/sources/${sourceId}`,
  };
}

/** When another text was first read on a watched page. */
export function pageMark(mark: PageMark): EventMark {
  const { pageId, version, at, url, addedWords, removedWords, activationMethodId, sourceId } = mark;
  const { host, pathname } = new URL(url);
  return {
    id: `${pageId}-${version}`,
    kind: "page",
    occurredAt: at.toISOString(),
    label: `${host}${pathname} changed: ${addedWords} ${addedWords === 1 ? "word" : "words"} came, ${removedWords} went`,
    href:
      sourceId !== null
        ? `/sources/${sourceId}`
        : activationMethodId === null
          ? null
          : `/launches/${activationMethodId}`,
  };
}

export function templateMark({ id, at, name, language, status }: TemplateMark): EventMark {
  return {
    id,
    kind: "template",
    occurredAt: at.toISOString(),
    label: `Template ${name} (${language}) ${status}`,
    href: null,
  };
}
