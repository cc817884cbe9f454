/** A step strip that stays on top. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2 text-lg font-semibold tracking-tight">
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
        <rect x="0" y="2" width="20" height="5" rx="1" className="fill-green" />
        <rect x="0" y="8.5" width="20" height="4" rx="1" className="fill-line" />
        <rect x="0" y="14" width="20" height="4" rx="1" className="fill-line" />
      </svg>
      Staygreen
    </span>
  );
}
