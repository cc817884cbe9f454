import { FileRefused } from "../../core/history/file-refused.ts";

export type FileEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** What the first bytes of a file say it is, whatever its name is. */
const magics: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: "a zip archive or an Excel workbook; save the sheet as CSV" },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: "an old Excel workbook; save the sheet as CSV" },
  { bytes: [0x1f, 0x8b], what: "compressed with gzip; send it uncompressed" },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: "a PDF" },
];

/**
 * The encoding of a text file by its byte-order mark, by the zero bytes of UTF-16, or as it was declared; how many
 * bytes of mark to skip.
 *
 * @param charset as the request declares it; null when it does not.
 * @throws FileRefused for files that are no text, and for encodings that are not read.
 */
export function sniffFile(
  start: Uint8Array,
  charset: string | null,
): { readonly encoding: FileEncoding; readonly skip: number } {
  const magic = magics.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte));
  if (magic !== undefined) throw new FileRefused(`is ${magic.what}`);
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return { encoding: "utf-8", skip: 3 };
  if (start[0] === 0xff && start[1] === 0xfe) {
    if (start[2] === 0 && start[3] === 0) throw new FileRefused("is in UTF-32; save it as UTF-8");
    return { encoding: "utf-16le", skip: 2 };
  }
  if (start[0] === 0xfe && start[1] === 0xff) return { encoding: "utf-16be", skip: 2 };
  const unmarked = utf16WithoutMark(start);
  if (unmarked !== null) return { encoding: unmarked, skip: 0 };
  return { encoding: declared(charset), skip: 0 };
}

/** Text in Latin letters has a zero in every second byte of UTF-16. */
function utf16WithoutMark(start: Uint8Array): FileEncoding | null {
  const looked = start.subarray(0, 64);
  if (looked.length < 4) return null;
  const zeros = (offset: number) => looked.filter((byte, index) => index % 2 === offset && byte === 0).length;
  const half = Math.floor(looked.length / 2);
  if (zeros(1) >= half * 0.9 && zeros(0) === 0) return "utf-16le";
  if (zeros(0) >= half * 0.9 && zeros(1) === 0) return "utf-16be";
  return null;
}

function declared(charset: string | null): FileEncoding {
  switch (charset?.trim().toLowerCase().replace(/^"|"$/g, "")) {
    case undefined:
    case "utf-8":
    case "utf8":
    case "us-ascii":
      return "utf-8";
    case "utf-16":
    case "utf-16le":
      return "utf-16le";
    case "utf-16be":
      return "utf-16be";
    case "windows-1252":
    case "cp1252":
    case "iso-8859-1":
    case "latin1":
      // As browsers do: what calls itself Latin-1 is Windows-1252 in practice.
      return "windows-1252";
    default:
      throw new FileRefused(`is in ${charset ?? ""}, which is not read; save it as UTF-8`);
  }
}
