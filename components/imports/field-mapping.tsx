"use client";

import { useState } from "react";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { ImportPreview } from "@/lib/contracts/imports.ts";
import { decideOrigin, originOf, type FieldName, type ImportDecisions } from "./decisions.ts";

type Field = ImportPreview["fields"][number];
const box =
  "w-60 max-w-full rounded-md border border-line-strong bg-surface text-ink min-h-8.5 px-2 py-1 max-sm:text-[16px]";

/** Which column holds what, one row a field; a field may also have one value for all rows. */
export function FieldMapping({
  preview,
  decisions,
  onDecide,
}: {
  preview: ImportPreview;
  decisions: ImportDecisions;
  onDecide: (decisions: ImportDecisions) => void;
}) {
  return (
    <Table label="Columns of each field">
      <HeadRow>
        <Th>Field</Th>
        <Th>Comes from</Th>
        <Th>Why</Th>
      </HeadRow>
      <TableBody>
        {preview.fields.map((field) => (
          <FieldRow
            key={`${preview.kind} ${field.name}`}
            field={field}
            preview={preview}
            value={decisions.constants?.[field.name] ?? ""}
            onDecide={(choice, constant) => onDecide(decideOrigin(decisions, field.name, choice, constant))}
          />
        ))}
      </TableBody>
    </Table>
  );
}

function FieldRow({
  field,
  preview,
  value,
  onDecide,
}: {
  field: Field;
  preview: ImportPreview;
  value: string;
  onDecide: (choice: string, constant?: string) => void;
}) {
  const [typing, setTyping] = useState(false);
  const choice = typing ? "constant" : originOf(preview.mapping, field.name);
  const fault = preview.faults.find((one) => one.field === field.name)?.message;
  return (
    <tr>
      <RowHead>
        {field.label}
        {field.required ? <span className="text-ink-3 font-normal"> (needed)</span> : null}
      </RowHead>
      <Td>
        <div className="flex flex-wrap gap-2">
          <select
            aria-label={`Column of ${field.label}`}
            aria-invalid={fault !== undefined || undefined}
            className={box}
            value={choice}
            onChange={({ currentTarget }) => {
              setTyping(currentTarget.value === "constant");
              if (currentTarget.value !== "constant") onDecide(currentTarget.value);
            }}
          >
            <option value="none">Not in the file</option>
            {preview.form.header.map((name, column) => (
              <option key={column} value={`column ${column}`}>
                {name.trim() === "" ? `Column ${column + 1}` : name.slice(0, 60)}
              </option>
            ))}
            {field.mayBeConstant ? <option value="constant">One value for all rows…</option> : null}
          </select>
          {choice === "constant" ? (
            <input
              aria-label={`Value of ${field.label} for all rows`}
              className={box}
              defaultValue={value}
              onBlur={({ currentTarget }) => {
                setTyping(false);
                onDecide("constant", currentTarget.value);
              }}
            />
          ) : null}
        </div>
      </Td>
      <Td className="text-ink-2 text-sm">
        {fault === undefined ? (
          <Why field={field} name={field.name} preview={preview} />
        ) : (
          <span className="text-red-ink font-medium">{fault}</span>
        )}
      </Td>
    </tr>
  );
}

function Why({ field, name, preview }: { field: Field; name: FieldName; preview: ImportPreview }) {
  const rule = preview.mapping.dates[name];
  const zone = rule?.timeZone ?? null;
  const isZoned = field.dates !== null && field.dates.zones !== "all" && zone !== null;
  return (
    <>
      {field.guess === null ? "" : `${field.guess.why}${field.guess.sure === "low" ? ". Please check" : ""}`}
      {isZoned ? `${field.guess === null ? "" : ". "}Times without a zone are read in ${zone}.` : null}
    </>
  );
}
