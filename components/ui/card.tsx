import { useId, type ReactNode } from "react";

interface CardProps {
  title: ReactNode;
  /** Usually <AsOf>. */
  aside?: ReactNode;
  actions?: ReactNode;
  /** Tables and lists run to the card's edge. */
  flush?: boolean;
  id?: string;
  children: ReactNode;
}

export function Card({ title, aside, actions, flush = false, id, children }: CardProps) {
  const headingId = useId();
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className="rounded-card border-line bg-surface min-w-0 border print:break-inside-avoid"
    >
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
        <h2 id={headingId} className="text-base font-semibold">
          {title}
        </h2>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {aside}
          {actions}
        </div>
      </div>
      <div className={flush ? "border-line border-t" : "px-4 pb-4"}>{children}</div>
    </section>
  );
}
