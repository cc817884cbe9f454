"use client";

import { Button } from "@/components/ui/button.tsx";
import { navItems } from "./nav-items.ts";
import { setShortcuts, useShortcutsAreOn } from "./shortcut-setting.ts";
import { useShortcut } from "./use-shortcut.ts";

const dialogId = "shortcut-help";

/** Opens the list, from the button in the side bar and from `?`. */
export function showShortcutHelp(): void {
  const dialog = document.getElementById(dialogId);
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
}

function hideShortcutHelp(): void {
  const dialog = document.getElementById(dialogId);
  if (dialog instanceof HTMLDialogElement) dialog.close();
}

const shortcuts: readonly (readonly [string, string])[] = [
  ["/", "Search phone numbers"],
  ...navItems.map(({ key, label }) => [`g ${key}`, `Go to ${label}`] as const),
  ["a", "Acknowledge the incident on screen"],
  ["?", "Show this list"],
];

export function ShortcutHelp() {
  const isOn = useShortcutsAreOn();
  useShortcut("?", showShortcutHelp);
  return (
    <dialog
      id={dialogId}
      aria-labelledby="shortcut-title"
      className="rounded-card border-line bg-surface text-ink m-auto w-[min(26rem,calc(100vw-2rem))] border p-5"
    >
      <h2 id="shortcut-title" className="text-lg font-semibold">
        Keyboard shortcuts
      </h2>
      <dl className="mt-3 grid grid-cols-[4rem_1fr] gap-y-1.5">
        {shortcuts.map(([keys, words]) => (
          <div key={keys} className="col-span-2 grid grid-cols-subgrid">
            <dt>
              <kbd className="border-line-strong bg-sunken rounded border px-1.5 font-mono text-xs">
                {keys}
              </kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => setShortcuts(event.currentTarget.checked)}
          className="accent-accent size-4"
        />
        Shortcuts are on in this browser
      </label>
      <div className="mt-4 flex justify-end">
        <Button onClick={hideShortcutHelp}>Close</Button>
      </div>
    </dialog>
  );
}
