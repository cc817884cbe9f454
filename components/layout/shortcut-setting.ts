import { useSyncExternalStore } from "react";

const storageKey = "staygreen-shortcuts";
const listeners = new Set<() => void>();

/** Single-key shortcuts can be switched off (WCAG 2.1.4): speech input would trigger them by accident. */
export function shortcutsAreOn(): boolean {
  try {
    return window.localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

export function setShortcuts(on: boolean): void {
  try {
    if (on) window.localStorage.removeItem(storageKey);
    else window.localStorage.setItem(storageKey, "off");
  } catch {
    // Storage is refused in some private windows: the setting then lasts for no longer than the defaults.
  }
  for (const notify of listeners) notify();
}

export function useShortcutsAreOn(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    shortcutsAreOn,
    () => true,
  );
}
