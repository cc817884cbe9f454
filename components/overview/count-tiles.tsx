import Link from "next/link";
import type { ReactNode } from "react";
import { RatingMark } from "@/components/quality/rating-mark.tsx";
import type { OverviewDto } from "@/lib/contracts/overview.ts";
import { readRating } from "@/lib/core/quality/rating.ts";

/** How many numbers hold which rating; each count leads to its list. */
export function CountTiles({ counts }: { counts: OverviewDto["counts"] }) {
  return (
    <ul
      aria-label="Numbers by rating"
      className="rounded-card border-line bg-line grid grid-cols-2 gap-px overflow-hidden border sm:grid-cols-3 xl:grid-cols-6"
    >
      {(["RED", "YELLOW", "GREEN"] as const).map((rating) => (
        <Tile
          key={rating}
          href={`/phone-numbers?rating=${rating}`}
          label={rating}
          count={counts[rating === "RED" ? "red" : rating === "YELLOW" ? "yellow" : "green"]}
          mark={<RatingMark reading={readRating(rating)} size={13} />}
        />
      ))}
      <Tile
        href="/phone-numbers"
        label="No rating"
        count={counts.other}
        mark={<RatingMark reading={readRating("UNKNOWN")} size={13} />}
      />
      <Tile
        href="/collector"
        label="Read too long ago"
        count={counts.stale}
        className={counts.stale > 0 ? "text-amber-ink" : ""}
      />
      <Tile href="/incidents" label="Unresolved incidents" count={counts.openIncidents} />
    </ul>
  );
}

interface TileProps {
  href: string;
  label: string;
  count: number;
  mark?: ReactNode;
  className?: string;
}

function Tile({ href, label, count, mark, className = "" }: TileProps) {
  return (
    <li className="bg-surface">
      <Link href={href} className="hover:bg-sunken flex h-full flex-col-reverse justify-end px-4 py-3">
        <span className="text-ink-3 flex items-center gap-1.5 text-xs">
          {mark}
          {label}
        </span>
        <span
          className={`text-2xl font-semibold tracking-tight tabular-nums ${count === 0 ? "text-ink-3 font-normal" : className}`}
        >
          {count}
        </span>
      </Link>
    </li>
  );
}
