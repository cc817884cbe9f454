"use client";

import { Button } from "@/components/ui/button.tsx";

export interface PageFaultProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** A fault of ours while rendering a page. */
export function PageFault({ error, reset }: PageFaultProps) {
  return (
    <div className="mx-auto max-w-prose space-y-3 py-12">
      <h1 className="text-xl font-semibold">This page could not be shown</h1>
      <p className="text-ink-2">
        Something failed inside Staygreen. Watching and alerting do not depend on this page and go on.
      </p>
      {error.digest === undefined ? null : (
        <p className="text-ink-3 text-sm">
          For the server&apos;s log: <code className="font-mono">{error.digest}</code>
        </p>
      )}
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </div>
  );
}
