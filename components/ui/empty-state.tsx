import type { ReactNode } from "react";

/** Why there is nothing: the words differ by reason, so the caller gives them. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="px-4 py-8 text-center">
      <p className="font-medium">{title}</p>
      {children === undefined ? null : <div className="text-ink-2 mx-auto mt-1 max-w-prose">{children}</div>}
      {action === undefined ? null : <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
