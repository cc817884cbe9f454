"use client";

import { useSyncExternalStore } from "react";
import { themeStorageKey } from "./theme-script.ts";

type Theme = "system" | "light" | "dark";
const next: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };
const words: Readonly<Record<Theme, string>> = { system: "as the system", light: "light", dark: "dark" };
const listeners = new Set<() => void>();

function currentTheme(): Theme {
  const theme = document.documentElement.dataset["theme"];
  return theme === "light" || theme === "dark" ? theme : "system";
}

function choose(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    if (theme === "system") window.localStorage.removeItem(themeStorageKey);
    else window.localStorage.setItem(themeStorageKey, theme);
  } catch {
    // Storage is refused in some private windows: the choice then lasts until the next load.
  }
  for (const notify of listeners) notify();
}

/** Colours: as the system, light, dark. */
export function ThemeToggle() {
  const theme = useSyncExternalStore<Theme>(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    currentTheme,
    () => "system",
  );
  return (
    <button
      type="button"
      onClick={() => choose(next[theme])}
      className="text-ink-2 hover:bg-sunken hover:text-ink flex min-h-8 w-full items-center rounded-md px-2.5 text-left text-sm"
    >
      Colours: {words[theme]}
    </button>
  );
}
