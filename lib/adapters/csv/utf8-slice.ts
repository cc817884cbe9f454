import type { ImportEncoding } from "./file-form.ts";

/** Bytes in which every delimiter, quote and line end is one byte below 0x80 and no other byte looks like one. */
export interface Utf8Slice {
  readonly bytes: Buffer;
  /** How many bytes of the file the first `count` of these bytes stand for. */
  readonly fileBytes: (count: number) => number;
}

/** Stands for half a character of UTF-16: no UTF-8 holds it, so its record is found to be broken. */
const halfCharacter = Buffer.from([0xff]);
const loneSurrogates = /\p{Surrogate}/u;

/**
 * A slice of a file as the parser can take it: UTF-16 as UTF-8, everything else as it is. A last odd byte of UTF-16 is
 * left for the next slice, and is a broken character when there is none.
 */
export function utf8Slice(encoding: ImportEncoding, bytes: Uint8Array, isLast: boolean): Utf8Slice {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (encoding !== "utf-16le" && encoding !== "utf-16be") return { bytes: raw, fileBytes: (count) => count };
  const even = raw.length - (raw.length % 2);
  const units = encoding === "utf-16le" ? raw.subarray(0, even) : Buffer.from(raw.subarray(0, even)).swap16();
  const text = units.toString("utf16le");
  const pieces = loneSurrogates.test(text) ? withMarks(text) : [Buffer.from(text, "utf8")];
  if (isLast && even < raw.length) pieces.push(halfCharacter);
  const utf8 = pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces);
  return {
    bytes: utf8,
    // One unit of UTF-16 for each unit of the decoded text; a mark decodes to one unit as well.
    fileBytes: (count) => Math.min(raw.length, 2 * utf8.toString("utf8", 0, count).length),
  };
}

function withMarks(text: string): Buffer[] {
  return text
    .split(/(\p{Surrogate})/u)
    .map((piece, index) => (index % 2 === 1 ? halfCharacter : Buffer.from(piece, "utf8")));
}
