import { resolveReferences } from "./character-references.ts";

export interface Tag {
  /** Lower case. */
  readonly name: string;
  readonly isEnd: boolean;
  /** The first of each name; empty text for one without a value. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The place after its end. */
  readonly end: number;
}

/**
 * The tag that begins at `<`, as browsers read one; null where no tag begins or none ends. Each character is looked at once.
 */
export function readTag(html: string, start: number): Tag | null {
  const opening = /<(\/?)([a-zA-Z][^\s/>]*)/y;
  opening.lastIndex = start;
  const found = opening.exec(html);
  if (found === null) return null;
  const attributes = new Map<string, string>();
  // A name may begin with "=", and a value that is not quoted runs to the next blank.
  const next = /[\s/]*(?:(>)|([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?)/y;
  next.lastIndex = opening.lastIndex;
  for (;;) {
    const part = next.exec(html);
    if (part === null) return null;
    const [, close, name = "", double, single, bare] = part;
    if (close !== undefined) break;
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, resolveReferences(double ?? single ?? bare ?? ""));
  }
  return { name: (found[2] ?? "").toLowerCase(), isEnd: found[1] === "/", attributes, end: next.lastIndex };
}
