import type { ReactNode } from "react";
import { SandboxBanner } from "./sandbox-banner.tsx";
import { ShortcutHelp } from "./shortcut-help.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { SideBar } from "./side-bar.tsx";
import { TopBar } from "./top-bar.tsx";

/** The frame around every page of a signed-in person. */
export function AppShell({ children }: { children: ReactNode }) {
  return (
    <>
      <a
        href="#main"
        className="bg-accent text-on-accent sr-only z-30 rounded-md px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <Shortcuts />
      <ShortcutHelp />
      <div className="lg:flex">
        <header className="contents">
          <SideBar />
          <TopBar />
        </header>
        <div className="min-w-0 flex-1">
          <SandboxBanner />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto max-w-6xl px-4 py-5 focus:outline-none sm:px-6 print:p-0"
          >
            {children}
          </main>
        </div>
      </div>
    </>
  );
}
