import type { TemplateMark, WordingMark } from "../../adapters/db/list-marks.ts";
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

export function templateMark({ id, at, name, language, status }: TemplateMark): EventMark {
  return {
    id,
    kind: "template",
    occurredAt: at.toISOString(),
    label: `Template ${name} (${language}) ${status}`,
    href: null,
  };
}
