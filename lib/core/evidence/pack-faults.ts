import { verifyChain, type ChainBreak, type CheckedLink, type HashText } from "./chain.ts";

/** What a pack holds, as far as it is checked. */
export interface CheckedPack {
  readonly head: string;
  readonly chain: readonly CheckedLink[];
  readonly files: readonly { readonly sha256: string; readonly base64: string | null }[];
}

export interface PackVerdict {
  /** What does not hold, the first break of the chain first; empty: all of it holds. */
  readonly faults: readonly string[];
  readonly entries: number;
  /** Entries whose content is in the pack. */
  readonly contents: number;
  /** Files whose bytes are in the pack and are what was sealed. */
  readonly files: number;
  /** Files that were sealed and whose bytes are not in the pack. */
  readonly absentFiles: number;
}

const breakWords: Readonly<Record<ChainBreak, string>> = {
  gap: "an entry before it is missing, or one was put in",
  "does-not-follow": "it does not follow from the entry before it",
  "entry-altered": "its hash is not that of what it links",
  "content-altered": "its content is not what was sealed",
};

/** A break of the chain as a sentence. */
export function breakSentence(broken: {
  readonly sequence: number;
  readonly id: string | null;
  readonly fault: ChainBreak;
}): string {
  const id = broken.id === null ? "" : ` (${broken.id})`;
  return `Entry ${broken.sequence}${id}: ${breakWords[broken.fault]}.`;
}

/**
 * Checks a pack by itself, without the installation that made it.
 *
 * @param hashFile SHA-256 of the bytes behind a base64 text.
 */
export function checkPack(
  pack: CheckedPack,
  hash: HashText,
  hashFile: (base64: string) => string,
): PackVerdict {
  const faults: string[] = [];
  const chain = verifyChain(pack.chain, hash);
  if (!chain.ok) faults.push(breakSentence(chain));
  else if (chain.head !== pack.head)
    faults.push("The newest entry is not the one that the pack names as its head.");
  const byHash = new Map(pack.files.map((file) => [file.sha256, file]));
  let files = 0;
  let absentFiles = 0;
  for (const { sequence, content } of pack.chain) {
    const sealed = content === null ? null : sealedFile(content);
    if (sealed === null) continue;
    const base64 = byHash.get(sealed)?.base64 ?? null;
    if (base64 === null) absentFiles += 1;
    else if (hashFile(base64) === sealed) files += 1;
    else faults.push(`Entry ${sequence}: its file is not what was sealed.`);
  }
  return {
    faults,
    entries: pack.chain.length,
    contents: pack.chain.filter(({ content }) => content !== null).length,
    files,
    absentFiles,
  };
}

function sealedFile(content: string): string | null {
  try {
    const read: unknown = JSON.parse(content);
    if (typeof read !== "object" || read === null || !("fileHash" in read)) return null;
    return typeof read.fileHash === "string" ? read.fileHash : null;
  } catch {
    // No JSON: the chain says that it was altered.
    return null;
  }
}
