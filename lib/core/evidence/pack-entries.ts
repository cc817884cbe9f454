/** What is read of a pack to show its entries. */
interface PackToRead<F extends { readonly sha256: string }> {
  readonly sources: readonly { readonly id: string; readonly name: string }[];
  readonly chain: readonly {
    readonly sequence: number;
    readonly contentHash: string;
    readonly entryHash: string;
    readonly content: string | null;
  }[];
  readonly files: readonly F[];
}

/** An entry of a pack for a person to read. */
export interface PackEntry<F = PackFile> {
  readonly sequence: number;
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  /** What people read, when it is a wording. */
  readonly text: string | null;
  readonly file: F | null;
  readonly contentHash: string;
  readonly entryHash: string;
}
interface PackFile {
  readonly sha256: string;
  readonly mediaType: string;
  readonly byteCount: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly base64: string | null;
}

const kindNames: Readonly<Record<string, string>> = {
  wording: "Wording",
  "page-link": "Page",
  "page-version": "Text of a page",
  screenshot: "Screenshot",
  "review-file": "Document",
  review: "Review",
  move: "Step",
};

/** The entries whose content is in a pack, oldest first. A content that is no JSON is shown as unknown: the chain tells of it. */
export function readPackEntries<F extends { readonly sha256: string }>(pack: PackToRead<F>): PackEntry<F>[] {
  return pack.chain.flatMap(({ sequence, contentHash, entryHash, content }) => {
    if (content === null) return [];
    const said = readRecord(content);
    const { text, ...others } = isRecord(said["body"]) ? said["body"] : {};
    const source = pack.sources.find(({ id }) => id === said["sourceId"]);
    const kind = plain(said["kind"]);
    const facts: (readonly [string, string])[] = [
      ["When", plain(said["occurredAt"])],
      ["Noted", `${plain(said["recordedAt"])}, by ${plain(said["actorName"])}`],
      ...(source === undefined ? [] : [["Place", source.name] as const]),
      ...Object.entries(others)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, plain(value)] as const),
    ];
    return [
      {
        ...{ sequence, contentHash, entryHash, facts },
        title: kindNames[kind] ?? kind,
        text: typeof text === "string" ? text : null,
        file: pack.files.find(({ sha256 }) => sha256 === said["fileHash"]) ?? null,
      },
    ];
  });
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : value === undefined ? "unknown" : JSON.stringify(value);
}

function readRecord(content: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(content);
    return isRecord(read) ? read : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
