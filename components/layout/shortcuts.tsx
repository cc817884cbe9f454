"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef } from "react";
import { useMe } from "@/components/me/me-provider.tsx";
import { navItems } from "./nav-items.ts";
import { wantSearchFocus } from "./search-focus.ts";
import { isFreeKey, useShortcut } from "./use-shortcut.ts";

/** A second key counts as part of a pair for this long. */
const pairMs = 1_500;

/** `g` and a letter go somewhere; `/` focuses the search of this page or goes to the one that has it. */
export function Shortcuts() {
  const router = useRouter();
  const { rights } = useMe();
  const pressedGAt = useRef(0);
  useShortcut("/", () => {
    const field = document.querySelector<HTMLInputElement>("[data-shortcut-search]");
    if (field !== null) {
      field.focus();
      return;
    }
    wantSearchFocus();
    router.push("/phone-numbers");
  });
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isFreeKey(event)) return;
    if (event.key === "g") {
      pressedGAt.current = event.timeStamp;
      return;
    }
    const isPair = pressedGAt.current > 0 && event.timeStamp - pressedGAt.current <= pairMs;
    pressedGAt.current = 0;
    const item = navItems.find(({ key, right }) => key === event.key && rights.includes(right));
    if (!isPair || item === undefined) return;
    event.preventDefault();
    router.push(item.href);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    // Before other listeners: "g a" must not acknowledge.
    window.addEventListener("keydown", listener, { capture: true });
    return () => window.removeEventListener("keydown", listener, { capture: true });
  }, []);
  return null;
}
