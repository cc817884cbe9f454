"use client";

import { HydrationBoundary, type DehydratedState } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";

/**
 * Data of the first paint. It comes as one text: React writes and reads a text of some 300 kB many times faster than the
 * hundred thousand values in it.
 */
export function Hydrated({ state, children }: { state: string; children: ReactNode }) {
  const dehydrated = useMemo(() => JSON.parse(state) as DehydratedState, [state]);
  return <HydrationBoundary state={dehydrated}>{children}</HydrationBoundary>;
}
