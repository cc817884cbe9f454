const types = new Map([
  ["csv", "text/csv"],
  ["tsv", "text/csv"],
  ["txt", "text/csv"],
  ["ndjson", "application/x-ndjson"],
  ["jsonl", "application/x-ndjson"],
  ["json", "application/json"],
]);

/** The media type under which a history file is sent, by its name; null when its name tells none that is read. */
export function uploadType(fileName: string): string | null {
  const end = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? "";
  return types.get(end) ?? null;
}
