"use client";

import { SelectField, TextField } from "@/components/ui/field.tsx";
import type { ImportPreview } from "@/lib/contracts/imports.ts";
import { decideForm, decideText, type ImportDecisions } from "./decisions.ts";
import { dateFormatWords, kindWords } from "./import-words.ts";

const encodingWords = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16, little-endian",
  "utf-16be": "UTF-16, big-endian",
  "windows-1252": "Windows-1252 (Western European)",
  "iso-8859-1": "ISO-8859-1 (Latin-1)",
} as const;
const delimiterWords = { ",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Vertical bar" } as const;

type Keys<T> = Extract<keyof T, string>;
const keysOf = <T extends object>(words: T) => Object.keys(words) as Keys<T>[];

/** What holds for the whole file: kind, encoding, delimiter, header, zone, date format, country. */
export function FormSettings({
  preview,
  decisions,
  onDecide,
}: {
  preview: ImportPreview;
  decisions: ImportDecisions;
  onDecide: (decisions: ImportDecisions) => void;
}) {
  const { form, kindGuess } = preview;
  const needsFormat = preview.fields.some(({ dates }) => dates !== null && dates.choose !== null);
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      <SelectField
        label="The rows are"
        value={preview.kind}
        hint={
          decisions.kind === undefined
            ? `${kindGuess.why}${kindGuess.sure === "low" ? ". Please check" : ""}`
            : undefined
        }
        onChange={({ currentTarget }) =>
          onDecide(decideForm(decisions, { kind: currentTarget.value as ImportPreview["kind"] }))
        }
      >
        {keysOf(kindWords).map((kind) => (
          <option key={kind} value={kind}>
            {kindWords[kind]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="First line"
        value={form.hasHeader ? "names" : "data"}
        hint={form.headerLooksLikeData ? "It looks like data. Please check" : undefined}
        onChange={({ currentTarget }) =>
          onDecide(decideForm(decisions, { hasHeader: currentTarget.value === "names" }))
        }
      >
        <option value="names">Names the columns</option>
        <option value="data">Is data already</option>
      </SelectField>
      <SelectField
        label="Encoding"
        value={form.encoding}
        onChange={({ currentTarget }) =>
          onDecide(decideForm(decisions, { encoding: currentTarget.value as typeof form.encoding }))
        }
      >
        {keysOf(encodingWords).map((encoding) => (
          <option key={encoding} value={encoding}>
            {encodingWords[encoding]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Cells are parted by"
        value={form.delimiter}
        onChange={({ currentTarget }) =>
          onDecide(decideForm(decisions, { delimiter: currentTarget.value as typeof form.delimiter }))
        }
      >
        {keysOf(delimiterWords).map((delimiter) => (
          <option key={delimiter} value={delimiter}>
            {delimiterWords[delimiter]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Dates are written"
        value={decisions.dateFormat ?? ""}
        fault={
          needsFormat && decisions.dateFormat === undefined ? "Choose the order of day and month" : undefined
        }
        onChange={({ currentTarget }) => {
          const chosen = keysOf(dateFormatWords).find((format) => format === currentTarget.value);
          onDecide(decideText(decisions, "dateFormat", chosen ?? ""));
        }}
      >
        <option value="">As found in each column</option>
        {keysOf(dateFormatWords).map((format) => (
          <option key={format} value={format}>
            {dateFormatWords[format]}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Time zone"
        defaultValue={decisions.timeZone ?? ""}
        hint="For times that name none. Example: Europe/Rome"
        autoComplete="off"
        onBlur={({ currentTarget }) => onDecide(decideText(decisions, "timeZone", currentTarget.value))}
      />
      <TextField
        label="Country of phone numbers"
        defaultValue={decisions.country ?? ""}
        maxLength={2}
        hint="Two letters, for numbers written without +. Example: DE"
        autoComplete="off"
        onBlur={({ currentTarget }) => onDecide(decideText(decisions, "country", currentTarget.value))}
      />
    </div>
  );
}
