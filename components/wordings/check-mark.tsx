const marks = {
  done: { path: "M2 6.5 5 9.5 10 3", label: "Met" },
  open: { path: "M3 3 9 9M9 3 3 9", label: "To mend" },
  unknown: { path: "M3 6h6", label: "Not known" },
} as const;

/** Whether a point is met; its shape tells it without colour. */
export function CheckMark({ state }: { state: keyof typeof marks }) {
  const { path, label } = marks[state];
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 12 12"
      role="img"
      aria-label={label}
      fill="none"
      stroke="currentColor"
      strokeWidth={state === "open" ? 2 : 1.5}
      strokeLinecap="round"
      className={`mt-0.5 shrink-0 ${state === "open" ? "text-ink" : "text-ink-3"}`}
    >
      <path d={path} />
    </svg>
  );
}
