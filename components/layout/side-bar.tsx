import Link from "next/link";
import { CollectorLight } from "./collector-light.tsx";
import { NavLinks } from "./nav-links.tsx";
import { PersonPanel } from "./person-panel.tsx";
import { Wordmark } from "./wordmark.tsx";

/** Navigation on wide screens. */
export function SideBar() {
  return (
    <div className="border-line bg-surface w-56 shrink-0 border-r max-lg:hidden print:hidden">
      <div className="sticky top-0 flex h-dvh flex-col gap-4 overflow-y-auto p-3">
        <Link href="/" className="rounded-md px-2 py-1.5">
          <Wordmark />
        </Link>
        <nav aria-label="Main">
          <NavLinks />
        </nav>
        <div className="mt-auto space-y-2">
          <CollectorLight />
          <PersonPanel />
        </div>
      </div>
    </div>
  );
}
