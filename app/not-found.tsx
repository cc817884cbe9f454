import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button-class.ts";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <div className="mx-auto max-w-prose space-y-3 px-4 py-16">
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
