import { canonicalJson } from "./canonical-json.ts";

/** SHA-256 of a text in UTF-8, 64 hexadecimal digits in lower case. */
export type HashText = (text: string) => string;

/** What holds one entry of the chain to the one before it. */
export interface ChainLink {
  /** 1, 2, 3 … */
  readonly sequence: number;
  readonly contentHash: string;
  readonly previousHash: string;
  readonly entryHash: string;
}

/** The hash before the first entry. */
export const chainStart = "0".repeat(64);

/**
 * The link of the next entry. The hash of the content stands apart, so that a chain can be checked by somebody who is
 * shown some of its contents only.
 *
 * @param content canonical JSON, exactly as it is kept.
 */
export function nextLink(
  last: Pick<ChainLink, "sequence" | "entryHash"> | null,
  content: string,
  hash: HashText,
): ChainLink {
  const sequence = (last?.sequence ?? 0) + 1;
  const previousHash = last?.entryHash ?? chainStart;
  const contentHash = hash(content);
  return {
    sequence,
    contentHash,
    previousHash,
    entryHash: entryHashOf({ sequence, contentHash, previousHash }, hash),
  };
}

export type ChainBreak = "gap" | "does-not-follow" | "entry-altered" | "content-altered";

export type ChainVerdict =
  | { readonly ok: true; readonly entries: number; readonly contents: number; readonly head: string }
  | { readonly ok: false; readonly sequence: number; readonly id: string | null; readonly fault: ChainBreak };

/** A link with what it seals, where that is at hand. */
export interface CheckedLink extends ChainLink {
  readonly id: string | null;
  readonly content: string | null;
}

/**
 * Checks a whole chain from its first entry: nothing left out, nothing put in, nothing altered. It cannot tell that
 * entries are missing at its end: compare `head` with one that was noted elsewhere.
 *
 * @returns the first entry that does not hold, or how many were checked.
 */
export function verifyChain(links: readonly CheckedLink[], hash: HashText): ChainVerdict {
  let last: ChainLink | null = null;
  let contents = 0;
  for (const link of links) {
    const fault = faultOf(link, last, hash);
    if (fault !== null) return { ok: false, sequence: link.sequence, id: link.id, fault };
    if (link.content !== null) contents += 1;
    last = link;
  }
  return { ok: true, entries: links.length, contents, head: last?.entryHash ?? chainStart };
}

function faultOf(link: CheckedLink, last: ChainLink | null, hash: HashText): ChainBreak | null {
  if (link.sequence !== (last?.sequence ?? 0) + 1) return "gap";
  if (link.previousHash !== (last?.entryHash ?? chainStart)) return "does-not-follow";
  if (link.entryHash !== entryHashOf(link, hash)) return "entry-altered";
  if (link.content === null) return null;
  return hash(link.content) === link.contentHash ? null : "content-altered";
}

function entryHashOf(
  { sequence, contentHash, previousHash }: Omit<ChainLink, "entryHash">,
  hash: HashText,
): string {
  return hash(canonicalJson({ contentHash, previousHash, sequence }));
}
