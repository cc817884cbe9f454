"use client";

import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { CopyValue } from "./copy-value.tsx";
import { Notice } from "./notice.tsx";

/** A secret that no later answer repeats. */
export function ShownOnce({
  label,
  value,
  onDone,
  children,
}: {
  label: string;
  value: string;
  onDone: () => void;
  children: ReactNode;
}) {
  return (
    <Notice tone="info" live title="Copy it now: it is shown this once.">
      <div className="text-ink mt-2 space-y-2">
        <CopyValue label={label} value={value} />
        <div className="text-sm">{children}</div>
        <Button onClick={onDone}>I have copied it</Button>
      </div>
    </Notice>
  );
}
