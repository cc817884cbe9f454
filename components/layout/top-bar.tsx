"use client";

import Link from "next/link";
import { useRef, useState } from "react";
import { CollectorLight } from "./collector-light.tsx";
import { NavLinks } from "./nav-links.tsx";
import { PersonPanel } from "./person-panel.tsx";
import { Wordmark } from "./wordmark.tsx";

/** Navigation on narrow screens: folded away behind one button. */
export function TopBar() {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => setIsOpen(false);
  return (
    <div
      className="border-line bg-surface sticky top-0 z-20 border-b lg:hidden print:hidden"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        close();
        button.current?.focus();
      }}
    >
      <div className="flex h-12 items-center justify-between px-4">
        <Link href="/" onClick={close} className="rounded-md">
          <Wordmark />
        </Link>
        <button
          ref={button}
          type="button"
          aria-expanded={isOpen}
          aria-controls="menu"
          onClick={() => setIsOpen(!isOpen)}
          className="border-line-strong -mr-1 min-h-9 rounded-md border px-3 text-sm font-medium"
        >
          {isOpen ? "Close" : "Menu"}
        </button>
      </div>
      <div
        id="menu"
        hidden={!isOpen}
        className="border-line max-h-[calc(100dvh-3rem)] space-y-3 overflow-y-auto border-t p-3"
      >
        <nav aria-label="Main">
          <NavLinks onChoose={close} />
        </nav>
        <CollectorLight />
        <PersonPanel />
      </div>
    </div>
  );
}
