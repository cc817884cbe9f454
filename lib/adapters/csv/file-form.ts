export const importEncodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1"] as const;
export type ImportEncoding = (typeof importEncodings)[number];

export const csvDelimiters = [",", ";", "\t", "|"] as const;
export type CsvDelimiter = (typeof csvDelimiters)[number];

/** How a CSV file is written, found in its first bytes; plain JSON, so that it can travel with every slice. */
export interface FileForm {
  readonly encoding: ImportEncoding;
  /** Length of the byte-order mark; 0 without one. */
  readonly bomBytes: number;
  readonly delimiter: CsvDelimiter;
  readonly quote: '"' | "'";
  /** What ends a line: `lf` also stands for CRLF, `cr` is what Macs wrote long ago. */
  readonly newline: "lf" | "cr";
  /** Names of the columns; `column 1`, `column 2` … for a file without a header. */
  readonly header: readonly string[];
  readonly hasHeader: boolean;
  /** The first line holds a phone number, a date or an id: it may be data, and the file without a header. */
  readonly headerLooksLikeData: boolean;
  /** Bytes before the first record: the mark, blank lines, a line `sep=;`, the header. */
  readonly bodyOffset: number;
  /** How many lines those are. */
  readonly bodyLines: number;
}

/** A record, quoted line breaks and all, may have this many bytes. */
export const largestRecord = 64 * 1024;
export const mostColumns = 200;
