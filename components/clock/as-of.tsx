import { Ago } from "./ago.tsx";

/** When the figures beside it were read. */
export function AsOf({ at }: { at: string | number }) {
  const iso = typeof at === "number" ? new Date(at).toISOString() : at;
  return (
    <span className="text-ink-3 text-xs whitespace-nowrap">
      as of <Ago at={iso} />
    </span>
  );
}
