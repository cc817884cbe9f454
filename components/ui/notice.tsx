import type { ReactNode } from "react";

export type Tone = "neutral" | "info" | "amber" | "red";

const tones: Readonly<Record<Tone, string>> = {
  neutral: "border-line bg-sunken text-ink",
  info: "border-accent bg-accent-soft text-ink",
  amber: "border-amber bg-amber-soft text-amber-ink",
  red: "border-red bg-red-soft text-red-ink",
};

/** What happened, since when, what to do. `live` is read out when it appears. */
export function Notice({
  tone = "neutral",
  title,
  live = false,
  action,
  children,
}: {
  tone?: Tone;
  title?: ReactNode;
  live?: boolean;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div
      role={live ? (tone === "red" ? "alert" : "status") : undefined}
      className={`flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border-l-4 px-3 py-2 ${tones[tone]}`}
    >
      <div className="min-w-0 flex-1 basis-64">
        {title === undefined ? null : <p className="font-semibold">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
