"use client";

import Link from "next/link";
import { useMe } from "@/components/me/me-provider.tsx";
import { showShortcutHelp } from "./shortcut-help.tsx";
import { SignOutButton } from "./sign-out-button.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

/** Who is signed in, and this person's own settings. */
export function PersonPanel() {
  const me = useMe();
  return (
    <div className="border-line border-t pt-3">
      <p className="truncate px-2.5 font-medium" title={me.email ?? undefined}>
        {me.name}
      </p>
      <p className="text-ink-3 mb-1 truncate px-2.5 text-xs">
        {me.role} · {me.organization.name}
      </p>
      <Link
        href="/settings/account"
        className="text-ink-2 hover:bg-sunken hover:text-ink flex min-h-8 items-center rounded-md px-2.5 text-sm"
      >
        Your account
      </Link>
      <ThemeToggle />
      <button
        type="button"
        onClick={showShortcutHelp}
        className="text-ink-2 hover:bg-sunken hover:text-ink flex min-h-8 w-full items-center rounded-md px-2.5 text-left text-sm max-lg:hidden"
      >
        Keyboard shortcuts
      </button>
      <SignOutButton />
    </div>
  );
}
