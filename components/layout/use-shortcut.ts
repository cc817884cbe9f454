import { useEffect, useEffectEvent } from "react";
import { shortcutsAreOn } from "./shortcut-setting.ts";

/** Calls `act` on a key pressed outside of fields and dialogs; null switches it off. */
export function useShortcut(key: string, act: (() => void) | null): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (act === null || event.key !== key || !isFreeKey(event)) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

/** True when the key is meant for the page: no modifier, no field, no open dialog. */
export function isFreeKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
  if (!shortcutsAreOn()) return false;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return true;
  if (target.isContentEditable || target.closest("input, textarea, select") !== null) return false;
  return document.querySelector("dialog[open]") === null;
}
