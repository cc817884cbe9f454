import type { ReactNode } from "react";

/** Names and values side by side. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="divide-line divide-y">{children}</dl>;
}

export function Fact({ name, note, children }: { name: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[8.5rem_1fr] gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[11rem_1fr]">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0">
        {children}
        {note === undefined || note === null ? null : <div className="text-ink-3 text-xs">{note}</div>}
      </dd>
    </div>
  );
}
