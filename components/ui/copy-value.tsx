"use client";

import { useId } from "react";
import { CopyButton } from "./copy-button.tsx";

/** A value to be carried elsewhere. */
export function CopyValue({ label, value }: { label: string; value: string }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <div className="flex flex-wrap items-center gap-2">
        <input
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="border-line-strong bg-sunken min-w-0 flex-1 basis-60 rounded-md border px-2.5 py-1.5 font-mono text-sm"
        />
        <CopyButton value={value} what={label} />
      </div>
    </div>
  );
}
