import Link from "next/link";
import { buttonClass } from "@/components/ui/button-class.ts";

/** An address with nothing behind it. */
export function NotHere() {
  return (
    <div className="mx-auto max-w-prose space-y-3 py-12">
      <h1 className="text-xl font-semibold">There is nothing at this address</h1>
      <p className="text-ink-2">
        What was here has been removed, belongs to another organization, or never existed.
      </p>
      <Link href="/" className={buttonClass("primary")}>
        To the overview
      </Link>
    </div>
  );
}
