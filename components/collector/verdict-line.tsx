"use client";

import { useFromNow } from "@/components/clock/clock-provider.tsx";
import type { CollectorConnection } from "@/lib/contracts/collector.ts";
import { collectorCautions, collectorVerdict, type CollectorVerdict } from "./collector-verdict.ts";

const looks: Readonly<Record<CollectorVerdict["tone"], { box: string; fill: string; path: string }>> = {
  good: { box: "border-green", fill: "fill-green", path: "M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Z" },
  neutral: { box: "border-line-strong", fill: "fill-hatch", path: "M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Z" },
  amber: { box: "border-amber", fill: "fill-amber", path: "M6 0.5 12 11.5H0Z" },
  red: { box: "border-red", fill: "fill-red", path: "M1 1h10v10H1Z" },
};

/** The state of everything in one sentence, and what else deserves a look. */
export function VerdictLine({ connections }: { connections: readonly CollectorConnection[] }) {
  const text = useFromNow((now) => collectorVerdict(connections, now).text);
  const tone = useFromNow((now) => collectorVerdict(connections, now).tone);
  const look = looks[tone];
  const cautions = connections.flatMap((connection) =>
    collectorCautions(connection).map((caution) => ({ id: connection.id, caution })),
  );
  return (
    <div className={`rounded-card bg-surface border-line border border-l-4 px-4 py-3 ${look.box}`}>
      <p className="flex items-start gap-3 text-lg font-semibold">
        <svg width="14" height="14" viewBox="0 0 12 12" aria-hidden="true" className="mt-1 shrink-0">
          <path d={look.path} className={look.fill} />
        </svg>
        <span className="min-w-0" suppressHydrationWarning>
          {text}
        </span>
      </p>
      {cautions.length === 0 ? null : (
        <ul aria-label="What else deserves a look" className="mt-2 ml-6.5 space-y-1">
          {cautions.map(({ id, caution }) => (
            <li key={caution}>
              <a href={`#connection-${id}`} className="link">
                {caution}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
