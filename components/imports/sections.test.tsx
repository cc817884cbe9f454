import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { ClockProvider } from "@/components/clock/clock-provider.tsx";
import type { ImportDto, ImportPreview } from "@/lib/contracts/imports.ts";
import { FieldMapping } from "./field-mapping.tsx";
import { FormSettings } from "./form-settings.tsx";
import { ImportList } from "./import-list.tsx";
import { PreviewTable } from "./preview-table.tsx";
import { importsQuery } from "./queries.ts";
import { RunProgress } from "./run-progress.tsx";
import { SameFile } from "./same-file.tsx";

const at = "2026-06-01T09:00:00.000Z";
const form: ImportPreview["form"] = {
  ...{ encoding: "windows-1252", bomBytes: 0, delimiter: ";", quote: '"', newline: "lf" },
  ...{
    header: ["Telefon", "Datum"],
    hasHeader: true,
    headerLooksLikeData: false,
    bodyOffset: 14,
    bodyLines: 1,
  },
};
const field = { required: true, isTime: false, mayBeConstant: false, guess: null, dates: null };
const preview: ImportPreview = {
  ...{
    form,
    kind: "opt-ins",
    kindGuess: { kind: "opt-ins", sure: "low", why: "No column says what the rows are" },
  },
  mapping: {
    ...{ kind: "opt-ins", country: null, dates: {} },
    fields: { contact: { column: 0 }, optedInAt: { column: 1 } },
  },
  fields: [
    { ...field, name: "contact", label: "Contact", guess: { sure: "high", why: '"Telefon" is usual' } },
    { ...field, name: "source", label: "Opt-in source", mayBeConstant: true },
    {
      ...{ ...field, name: "optedInAt", label: "Opted in at", isTime: true },
      dates: {
        ...{ why: "", zones: "none" },
        choose: { example: "03/04/2026", dmy: "3 April 2026", mdy: "4 March 2026" },
      },
    },
  ],
  faults: [{ field: "source", message: "Opt-in source needs a column, or one value for all rows" }],
  rows: [
    {
      line: 2,
      cells: ["+49 151 1", "03/04/2026"],
      faults: [{ column: 0, name: "Telefon", message: "is too short" }],
    },
    { line: 3, cells: ["+49 151 23456789", "03/04/2026"], faults: [] },
  ],
};
const one: ImportDto = {
  ...{
    id: "i1",
    kind: "opt-ins",
    fileName: "people.csv",
    fileSize: 2_000_000,
    fileMark: "m",
    dryRun: false,
    form,
  },
  ...{ mapping: preview.mapping, createdAt: at, createdBy: "Ada", updatedAt: at, finishedAt: null },
  ...{ state: "open", byteOffset: 840_000, lineCount: 9, acceptedCount: 1_500, changedCount: 2 },
  ...{ duplicateCount: 0, rejectedCount: 3 },
};
const none = () => undefined;

function html(node: ReactNode, client = new QueryClient()): string {
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <ClockProvider renderedAtMs={Date.parse(at)} timeZone="UTC">
        {node}
      </ClockProvider>
    </QueryClientProvider>,
  ).replace(/&quot;|&#x27;/g, "'");
}
const words = (node: ReactNode, client?: QueryClient) =>
  html(node, client)
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

describe("deciding about a file", () => {
  it("offers every column for every field, says why, and what is missing", () => {
    const text = html(<FieldMapping preview={preview} decisions={{}} onDecide={none} />);
    expect(text).toContain('aria-label="Column of Contact"');
    expect(text).toContain('<option value="column 0" selected="">Telefon</option>');
    expect(text).toContain("Opt-in source needs a column, or one value for all rows");
    // A value for all rows is offered where it makes sense only: not for the contact.
    expect(text.match(/One value for all rows…/g)).toHaveLength(1);
  });

  it("shows how the file was read, and asks for the order of day and month", () => {
    const text = words(<FormSettings preview={preview} decisions={{}} onDecide={none} />);
    expect(text).toContain("No column says what the rows are. Please check");
    expect(text).toContain("Choose the order of day and month");
  });

  it("marks the cell with a problem and writes the problem out", () => {
    const text = html(<PreviewTable preview={preview} />);
    expect(text).toMatch(/text-red-ink[^>]*>\+49 151 1</);
    expect(words(<PreviewTable preview={preview} />)).toContain("The first 2 rows: 1 with problems.");
    expect(text).toContain("Telefon is too short");
  });
});

describe("while it runs and after", () => {
  const shown = (more: object, client?: QueryClient) =>
    words(
      <RunProgress
        run={{ one, progress: one, phase: "running", speed: null, trouble: null, error: null, ...more }}
        onPause={none}
        onGoOn={none}
        onCancel={none}
      />,
      client,
    );
  it("tells bytes, rows, speed and what is left, and a tenth at a time to screen readers", () => {
    const text = shown({ speed: { rowsPerSecond: 6_200, secondsLeft: 95 } });
    expect(text).toContain("0.8 of 1.9 MB, 1,505 rows, 6,200 rows/s, 1 min 35 s left");
    expect(text).toContain("40 % of the file");
    expect(text).toContain("Pause");
  });
  it("ends with counts and the file of rejected rows", () => {
    const progress = { ...one, state: "done", byteOffset: one.fileSize };
    const text = shown({ phase: "ended", progress });
    expect(text).toContain("1,500 new, 2 changed, 0 known already, 3 rejected");
    expect(text).toContain("Download the rejected rows");
  });
  it("no longer says that a file is imported once that is undone", () => {
    const client = new QueryClient();
    client.setQueryData(importsQuery.queryKey, { data: [{ ...one, state: "undone" }], nextCursor: null });
    const text = shown({ phase: "ended", progress: { ...one, state: "done" } }, client);
    expect(text).toContain("This import is undone");
    expect(text).not.toContain("The file is imported");
  });
  it("offers to go on with the same file, and points out one that is in already", () => {
    expect(words(<SameFile imports={[one]} onGoOn={none} />)).toContain(
      "An import of this file stopped at 42 %",
    );
    const done = { ...one, state: "done" as const };
    expect(words(<SameFile imports={[done]} onGoOn={none} />)).toContain("This file was imported before");
    expect(words(<SameFile imports={[{ ...done, dryRun: true }]} onGoOn={none} />)).toBe("");
  });
  it("lists imports; only what added facts can be undone", () => {
    expect(words(<ImportList imports={[one]} />)).toMatch(/Not finished at 42 %.*Undo people\.csv/);
    expect(words(<ImportList imports={[{ ...one, state: "undone" }]} />)).not.toContain("Undo the import");
  });
});
