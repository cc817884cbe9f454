import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  /** Where one came from, above the title. */
  above?: ReactNode;
  below?: ReactNode;
  aside?: ReactNode;
}

export function PageHeader({ title, above, below, aside }: PageHeaderProps) {
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
      <div className="min-w-0">
        {above}
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {below === undefined ? null : <div className="text-ink-2 mt-1">{below}</div>}
      </div>
      {aside === undefined ? null : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">{aside}</div>
      )}
    </header>
  );
}
