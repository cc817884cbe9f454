"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useMe } from "@/components/me/me-provider.tsx";
import { isHere, navItems, settingsItems } from "./nav-items.ts";

const settingsIcon = "M1.5 4.5h8M13 4.5h1.5M11 3v3M1.5 11.5H3M6.5 11.5h8M5 10v3";

/** The places this person may go. */
export function NavLinks({ onChoose }: { onChoose?: () => void }) {
  const pathname = usePathname();
  const { rights } = useMe();
  const firstSetting = settingsItems.find((item) => rights.includes(item.right));
  const items = navItems
    .filter((item) => rights.includes(item.right))
    .map(({ href, label, icon }) => ({ href, label, icon, here: isHere(href, pathname) }));
  if (firstSetting !== undefined) {
    items.push({
      href: firstSetting.href,
      label: "Settings",
      icon: settingsIcon,
      here: isHere("/settings", pathname),
    });
  }
  return (
    <ul className="space-y-0.5">
      {items.map(({ href, label, icon, here }) => (
        <li key={href}>
          <Link
            href={href}
            onClick={() => onChoose?.()}
            aria-current={here ? "page" : undefined}
            className="text-ink-2 hover:bg-sunken hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink flex min-h-9 items-center gap-2.5 rounded-md px-2.5 font-medium"
          >
            <svg
              width="16"
              height="16"
              viewBox="0 0 16 16"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.3"
              strokeLinejoin="round"
              strokeLinecap="round"
              aria-hidden="true"
              className="shrink-0"
            >
              <path d={icon} />
            </svg>
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
