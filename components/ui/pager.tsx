import Link from "next/link";
import { buttonClass } from "./button-class.ts";

/** Forward through a long list; the place is in the URL. */
export function Pager({ nextHref, firstHref }: { nextHref: string | null; firstHref: string | null }) {
  if (nextHref === null && firstHref === null) return null;
  return (
    <nav aria-label="Pages of this list" className="border-line flex justify-end gap-2 border-t px-4 py-3">
      {firstHref === null ? null : (
        <Link href={firstHref} className={buttonClass()}>
          Back to the start
        </Link>
      )}
      {nextHref === null ? null : (
        <Link href={nextHref} className={buttonClass()}>
          Next page
        </Link>
      )}
    </nav>
  );
}
