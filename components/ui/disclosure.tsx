import type { ReactNode } from "react";

export function Disclosure({
  summary,
  open,
  onToggle,
  children,
}: {
  summary: ReactNode;
  open?: boolean;
  onToggle?: (open: boolean) => void;
  children: ReactNode;
}) {
  return (
    <details open={open} onToggle={(event) => onToggle?.(event.currentTarget.open)} className="group">
      <summary className="text-accent inline-flex min-h-6 items-center gap-1.5 text-sm font-medium select-none">
        <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true" className="group-open:rotate-90">
          <path d="M2 0.5 6.5 4 2 7.5Z" fill="currentColor" />
        </svg>
        {summary}
      </summary>
      <div className="mt-3">{children}</div>
    </details>
  );
}
