import type { LaunchGuardDto } from "@/lib/contracts/launch-guards.ts";

const looks: Readonly<Record<LaunchGuardDto["verdict"], { box: string; path: string; label: string }>> = {
  harmful: { box: "bg-red-soft text-red-ink", path: "M1 1h10v10H1Z", label: "Harmful" },
  safe: { box: "bg-green-soft text-green-ink", path: "M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Z", label: "Safe" },
  undecided: { box: "bg-sunken text-ink-2", path: "M1 5h10v2H1Z", label: "Cannot tell yet" },
};

/** The verdict over a launch in a word; its shape tells it without colour. */
export function VerdictBadge({ verdict }: { verdict: LaunchGuardDto["verdict"] }) {
  const { box, path, label } = looks[verdict];
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded px-2 py-0.5 text-xs font-semibold whitespace-nowrap ${box}`}
    >
      <svg width="8" height="8" viewBox="0 0 12 12" aria-hidden="true" fill="currentColor">
        <path d={path} />
      </svg>
      {label}
    </span>
  );
}
