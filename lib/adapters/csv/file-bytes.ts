import { FileRefused } from "../../core/history/file-refused.ts";
import { sniffFile, type FileEncoding } from "./sniff-file.ts";

export interface FileBytes {
  readonly encoding: FileEncoding;
  /** UTF-8 without byte-order mark; not checked yet when the file claims to be UTF-8. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

const sniffed = 512;

/**
 * The bytes of a text file as UTF-8, whatever encoding it is in, piece by piece.
 *
 * @throws FileRefused for a file that is empty, no text, or in an encoding that is not read.
 */
export async function fileBytes(
  source: AsyncIterable<Uint8Array>,
  charset: string | null,
): Promise<FileBytes> {
  const iterator = source[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  while (size < sniffed && !ended) {
    const next = await iterator.next();
    if (next.done === true) ended = true;
    else {
      head.push(next.value);
      size += next.value.byteLength;
    }
  }
  const start = Buffer.concat(head);
  if (start.byteLength === 0) throw new FileRefused("is empty");
  const { encoding, skip } = sniffFile(start, charset);
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield start.subarray(skip);
    while (!ended) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  }
  return { encoding, bytes: encoding === "utf-8" ? rest() : transcode(rest(), encoding) };
}

async function* transcode(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Exclude<FileEncoding, "utf-8">,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const encoder = new TextEncoder();
  const decode = (piece?: Uint8Array) => {
    try {
      return encoder.encode(piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true }));
    } catch {
      throw new FileRefused(`holds bytes that are not ${encoding.toUpperCase()}`);
    }
  };
  for await (const piece of bytes) yield decode(piece);
  const last = decode();
  if (last.byteLength > 0) yield last;
}
