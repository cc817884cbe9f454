import { ratingLabel, readRating, type RatingReading } from "@/lib/core/quality/rating.ts";
import { RatingMark } from "./rating-mark.tsx";

function toneOf(reading: RatingReading): string {
  if (reading.kind !== "ranked") return "bg-sunken text-ink-2";
  switch (reading.rating) {
    case "GREEN":
      return "bg-green-soft text-green-ink";
    case "YELLOW":
      return "bg-amber-soft text-amber-ink";
    case "RED":
      return "bg-red-soft text-red-ink";
  }
}

/** Meta's quality rating: shape, word and colour. */
export function RatingBadge({ raw, large = false }: { raw: string | null; large?: boolean }) {
  const reading = readRating(raw);
  const size = large ? "px-3 py-1 text-lg gap-2" : "px-2 py-0.5 text-xs gap-1.5";
  return (
    <span
      className={`inline-flex items-center rounded font-semibold whitespace-nowrap ${size} ${toneOf(reading)}`}
    >
      <RatingMark reading={reading} size={large ? 15 : 11} />
      {ratingLabel(raw)}
    </span>
  );
}
