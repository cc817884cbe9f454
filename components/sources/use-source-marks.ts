"use client";

import { useQuery } from "@tanstack/react-query";
import type { ChartMark } from "@/components/figures/chart-marks.ts";
import { activationMethodsQuery, changesQuery, wordingsQuery } from "@/components/registry/queries.ts";
import { sourceMarks } from "./source-marks.ts";

/** What happened to a source and its method: launch, hold, wordings. */
export function useSourceMarks(sourceId: string, methodId: string | null): ChartMark[] {
  const methods = useQuery(activationMethodsQuery);
  const wordings = useQuery(wordingsQuery(sourceId));
  const changes = useQuery({
    ...changesQuery("activation-method", methodId ?? ""),
    enabled: methodId !== null,
  });
  const method = methods.data?.data.find(({ id }) => id === methodId) ?? null;
  return sourceMarks(method, methodId === null ? [] : (changes.data?.data ?? []), wordings.data?.data ?? []);
}
