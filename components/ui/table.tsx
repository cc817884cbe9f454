import type { ComponentProps, ReactNode } from "react";

/** Scrolls sideways inside itself on narrow screens, reachable by keyboard; the page never does. */
export function Table({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} tabIndex={0} className="relative overflow-x-auto">
      <table className="w-full border-collapse text-left">{children}</table>
    </div>
  );
}

export function HeadRow({ children }: { children: ReactNode }) {
  return (
    <thead>
      <tr className="border-line text-ink-3 border-b text-xs">{children}</tr>
    </thead>
  );
}

export function Th({ className = "", scope = "col", ...rest }: ComponentProps<"th">) {
  return (
    <th
      {...rest}
      scope={scope}
      className={`px-3 py-2 font-medium whitespace-nowrap first:pl-4 last:pr-4 ${className}`}
    />
  );
}

/** First cell of a row: its name. */
export function RowHead({ className = "", ...rest }: ComponentProps<"th">) {
  return (
    <th
      {...rest}
      scope="row"
      className={`px-3 py-2.5 text-left font-medium first:pl-4 last:pr-4 ${className}`}
    />
  );
}

export function Td({ className = "", ...rest }: ComponentProps<"td">) {
  return <td {...rest} className={`px-3 py-2.5 align-middle first:pl-4 last:pr-4 ${className}`} />;
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="divide-line divide-y">{children}</tbody>;
}
