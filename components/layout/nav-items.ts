import type { Right } from "@/lib/core/access/rights.ts";

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly right: Right;
  /** Pressed after g. */
  readonly key: string;
  /** Outline in a box of 16 by 16. */
  readonly icon: string;
}

/** The places of the product, and what one must be allowed to do to see them. */
export const navItems: readonly NavItem[] = [
  {
    href: "/",
    label: "Overview",
    right: "quality.read",
    key: "o",
    icon: "M2 2h5v7H2zM9 2h5v4H9zM9 8h5v6H9zM2 11h5v3H2z",
  },
  {
    href: "/phone-numbers",
    label: "Phone numbers",
    right: "quality.read",
    key: "n",
    icon: "M4.5 1.5h7v13h-7zM7 12.5h2",
  },
  {
    href: "/incidents",
    label: "Incidents",
    right: "incidents.read",
    key: "i",
    icon: "M8 2 15 14H1ZM8 6.5v3.5M8 12v.2",
  },
  {
    href: "/sources",
    label: "Sources",
    right: "registry.read",
    key: "s",
    icon: "M2 3h4v4H2zM10 1.5h4v4h-4zM10 10h4v4h-4zM6 5h2v7h2M8 5V3.5h2",
  },
  {
    href: "/launches",
    label: "Launches",
    right: "registry.read",
    key: "l",
    icon: "M2 3.5h12v11H2zM2 6.5h12M5 1.5v3M11 1.5v3M5 9.5h2M9 9.5h2M5 12h2",
  },
  {
    href: "/campaigns",
    label: "Campaigns",
    right: "registry.read",
    key: "p",
    icon: "M2 6.5v3h2.5L11 13V3L4.5 6.5ZM13 6.5v3M5 9.5l1 4",
  },
  {
    href: "/reports",
    label: "Reports",
    right: "reports.read",
    key: "r",
    icon: "M3 1.5h7l3 3v10H3zM5.5 7h5M5.5 9.5h5M5.5 12h3",
  },
  {
    href: "/collector",
    label: "Collector",
    right: "collector.read",
    key: "c",
    icon: "M2 8a6 6 0 0 1 12 0M5 8a3 3 0 0 1 6 0M8 8v6M5.5 14h5",
  },
];

export const settingsItems: readonly Pick<NavItem, "href" | "label" | "right">[] = [
  { href: "/settings/connections", label: "Connections", right: "connections.write" },
  { href: "/settings/channels", label: "Channels", right: "channels.read" },
  { href: "/settings/people", label: "People", right: "people.read" },
  { href: "/settings/api-keys", label: "API keys", right: "api-keys.write" },
  { href: "/settings/imports", label: "Imports", right: "facts.write" },
  { href: "/settings/detection", label: "Detection", right: "organization.write" },
  { href: "/settings/holding", label: "Holding sends", right: "organization.write" },
  { href: "/settings/privacy", label: "Privacy", right: "contact-keys.write" },
  { href: "/settings/sandbox", label: "Sandbox", right: "connections.write" },
];

export function isHere(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
