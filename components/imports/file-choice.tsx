"use client";

import { useId, useState } from "react";
import { buttonClass } from "@/components/ui/button-class.ts";
import { fileSizeWords } from "./import-words.ts";

/** A place to drop a file, or to choose one. */
export function FileChoice({ file, onChoose }: { file: File | null; onChoose: (file: File) => void }) {
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        const dropped = event.dataTransfer.files[0];
        if (dropped !== undefined) onChoose(dropped);
      }}
      className={`rounded-md border border-dashed px-4 py-6 text-center ${isOver ? "border-accent bg-accent-soft" : "border-line-strong"}`}
    >
      <p className="font-medium break-all">
        {file === null ? "Drop a CSV file here" : `${file.name}, ${fileSizeWords(file.size)}`}
      </p>
      <label
        htmlFor={id}
        className={`${buttonClass("secondary")} focus-within:outline-accent mt-3 cursor-pointer focus-within:outline-2`}
      >
        {file === null ? "Choose a file" : "Choose another file"}
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          className="sr-only"
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0];
            if (chosen !== undefined) onChoose(chosen);
            // The same file again is a new choice.
            event.currentTarget.value = "";
          }}
        />
      </label>
      <p className="text-ink-3 mt-3 text-sm">
        Opt-ins, messages or negative signals, in any column order. The file itself is not kept, and phone
        numbers are stored as keyed hashes only.
      </p>
    </div>
  );
}
