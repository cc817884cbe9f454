import { readNumberStatus, type StatusReading } from "@/lib/core/quality/number-status.ts";

const words: Readonly<Record<StatusReading, { text: string; tone: string }>> = {
  sending: { text: "can send", tone: "text-ink" },
  "at-risk": { text: "sending is limited", tone: "text-amber-ink" },
  "not-sending": { text: "cannot send", tone: "text-red-ink" },
  "setting-up": { text: "being set up", tone: "text-ink" },
  unknown: { text: "meaning unknown", tone: "text-ink" },
};

/** Meta's operating state in Meta's word, and what it means for sending. */
export function StatusText({ raw, brief = false }: { raw: string | null; brief?: boolean }) {
  if (raw === null) return <span className="text-ink-3">not reported</span>;
  const { text, tone } = words[readNumberStatus(raw)];
  return (
    <span className={`${tone} whitespace-nowrap`}>
      {raw}
      {brief ? null : <span className="text-ink-3">: {text}</span>}
    </span>
  );
}
