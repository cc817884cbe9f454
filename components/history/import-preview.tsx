import { Notice } from "@/components/ui/notice.tsx";
import type { HistoryImportResult } from "@/lib/contracts/history.ts";

const shown = 8;
const delimiters: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab" };

/** What an import would do, or did: counts, how the file was read, the first problems. */
export function ImportPreview({ result }: { result: HistoryImportResult }) {
  const { accepted, duplicates, rejectedCount, rejected, notes, dryRun, format } = result;
  const delimiter = format.delimiter === null ? null : (delimiters[format.delimiter] ?? format.delimiter);
  return (
    <Notice
      live
      tone={rejectedCount > 0 ? "amber" : "info"}
      title={dryRun ? "Nothing is stored yet" : "The history was imported"}
    >
      <p>
        {count(accepted, "row")} {dryRun ? "would be imported" : "imported"},{" "}
        {duplicates.toLocaleString("en")} known already, {rejectedCount.toLocaleString("en")} rejected.
      </p>
      <p className="text-sm">
        Read as {format.kind.toUpperCase()}, {format.encoding}
        {delimiter === null ? "" : `, cells parted by ${delimiter}`}.
      </p>
      {notes.map((note) => (
        <p key={note.message} className="text-sm">
          {note.message} ({count(note.count, "row")})
        </p>
      ))}
      {rejected.length === 0 ? null : (
        <ul className="mt-1 list-disc pl-4 text-sm" aria-label="First problems">
          {rejected.slice(0, shown).map((row) => (
            <li key={row.index}>
              {row.line === null ? `Row ${row.index + 1}` : `Line ${row.line}`}:{" "}
              {row.errors.map(({ path, message }) => `${path} ${message}`).join("; ")}
            </li>
          ))}
          {rejectedCount > shown ? <li>and {count(rejectedCount - shown, "row")} more</li> : null}
        </ul>
      )}
    </Notice>
  );
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}
