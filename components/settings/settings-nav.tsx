"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { isHere, settingsItems } from "@/components/layout/nav-items.ts";
import { useMe } from "@/components/me/me-provider.tsx";

/** The settings this person may see. */
export function SettingsNav() {
  const pathname = usePathname();
  const { rights } = useMe();
  return (
    <nav aria-label="Settings" className="border-line mb-5 border-b">
      <ul className="-mb-px flex flex-wrap gap-x-5">
        {settingsItems
          .filter((item) => rights.includes(item.right))
          .map(({ href, label }) => (
            <li key={href}>
              <Link
                href={href}
                aria-current={isHere(href, pathname) ? "page" : undefined}
                className="text-ink-2 hover:text-ink aria-[current]:border-accent aria-[current]:text-ink inline-block border-b-2 border-transparent py-2 font-medium"
              >
                {label}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
