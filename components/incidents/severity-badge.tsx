import type { Severity } from "@/lib/core/alerting/severity.ts";

const looks: Readonly<Record<Severity, { className: string; path: string; title: string }>> = {
  SEV1: {
    className: "bg-red-soft text-red-ink",
    path: "M1 1h10v10H1Z",
    title: "most severe: pages a person",
  },
  SEV2: {
    className: "bg-amber-soft text-amber-ink",
    path: "M6 0.5 12 11.5H0Z",
    title: "severe: pages a person",
  },
  SEV3: { className: "bg-sunken text-ink-2", path: "M6 0 12 6 6 12 0 6Z", title: "to be read, pages nobody" },
  INFO: {
    className: "bg-sunken text-ink-2",
    path: "M6 0a6 6 0 1 1 0 12A6 6 0 1 1 6 0Zm0 2a4 4 0 1 0 0 8 4 4 0 1 0 0-8Z",
    title: "for information",
  },
};

/** Severity with a shape of its own. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const { className, path, title } = looks[severity];
  return (
    <span
      title={title}
      className={`inline-flex w-15 items-center justify-center gap-1.5 rounded py-0.5 text-xs font-semibold ${className}`}
    >
      <svg width="9" height="9" viewBox="0 0 12 12" aria-hidden="true">
        <path d={path} fill="currentColor" />
      </svg>
      {severity}
    </span>
  );
}
