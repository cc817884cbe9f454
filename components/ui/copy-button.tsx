"use client";

import { useEffect, useState } from "react";
import { Button } from "./button.tsx";

export function CopyButton({ value, what }: { value: string; what: string }) {
  const [result, setResult] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (result === "idle") return;
    const timer = setTimeout(() => setResult("idle"), 3_000);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = async () => {
    // Browsers offer the clipboard on https and localhost only; elsewhere the value is selected by hand.
    const clipboard = "clipboard" in navigator ? navigator.clipboard : null;
    const done =
      clipboard !== null &&
      (await clipboard.writeText(value).then(
        () => true,
        () => false,
      ));
    setResult(done ? "copied" : "refused");
  };
  return (
    <span className="inline-flex items-center gap-2">
      <Button onClick={() => void copy()} aria-label={`Copy ${what}`}>
        Copy
      </Button>
      <span role="status" className="text-ink-2 text-xs">
        {result === "copied" ? "Copied" : result === "refused" ? "Select and copy by hand" : ""}
      </span>
    </span>
  );
}
