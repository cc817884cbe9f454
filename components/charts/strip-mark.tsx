"use client";

import Link from "next/link";
import { useTimeZone } from "@/components/clock/clock-provider.tsx";
import { formatInstant } from "@/components/clock/format-instant.ts";
import type { EventMark } from "@/lib/contracts/phone-numbers.ts";

const kindWords: Readonly<Record<EventMark["kind"], string>> = {
  incident: "Incident",
  webhook: "Meta's webhook",
  launch: "Launch",
  wording: "New wording",
  page: "Page changed",
  template: "Template",
};

/** One event as a vertical line with a head whose shape tells its kind; the head is 24 px to press. */
export function StripMark({ mark, x, bottom }: { mark: EventMark; x: string; bottom: number }) {
  const timeZone = useTimeZone();
  const when = formatInstant(Date.parse(mark.occurredAt), timeZone, "minute");
  const label = `${kindWords[mark.kind]}, ${when}: ${mark.label}`;
  const picture = (
    <svg x={x} width="1" height="100%" overflow="visible" className="pointer-events-auto">
      <title>{label}</title>
      <rect x="-12" y="-4" width="24" height="24" fill="transparent" />
      <line x1="0" x2="0" y1="14" y2={bottom} className="stroke-ink-2" strokeDasharray="2 2" />
      <Head kind={mark.kind} />
    </svg>
  );
  if (mark.href === null) {
    return (
      <g role="img" aria-label={label}>
        {picture}
      </g>
    );
  }
  return (
    <Link href={mark.href} aria-label={label}>
      {picture}
    </Link>
  );
}

function Head({ kind }: { kind: EventMark["kind"] }) {
  switch (kind) {
    case "incident":
      return <path d="M0 15 5 8 0 1-5 8Z" className="fill-ink" />;
    case "webhook":
      return <circle cx="0" cy="9" r="4" className="fill-surface stroke-ink-2" strokeWidth="1.5" />;
    case "launch":
      return <path d="M-1 15V2H6L4 5 6 8H1V15Z" className="fill-accent" />;
    case "wording":
      return <path d="M-4 4H4M-4 8H4M-4 12H1" className="stroke-accent" strokeWidth="1.75" fill="none" />;
    case "page":
      return (
        <path
          d="M-4 2H2L5 5V15H-4ZM-2 8H3M-2 11H3"
          className="fill-surface stroke-accent"
          strokeWidth="1.5"
        />
      );
    case "template":
      return <path d="M-4 4V13H-1V4ZM1 4V13H4V4Z" className="fill-ink-2" />;
  }
}
