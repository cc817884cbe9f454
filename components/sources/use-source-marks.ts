"use client";

import { useQuery } from "@tanstack/react-query";
import { useChartMarks } from "@/components/charts/use-chart-marks.ts";
import type { ChartMark } from "@/components/figures/chart-marks.ts";
import type { FigureFilter } from "@/components/figures/figure-filter.ts";
import { activationMethodsQuery, changesQuery, wordingsQuery } from "@/components/registry/queries.ts";
import { sourceMarks } from "./source-marks.ts";

/** What happened to a source and its method (launch, hold, wordings), and to the templates and numbers of its messages. */
export function useSourceMarks(sourceId: string, methodId: string | null, filter: FigureFilter): ChartMark[] {
  const methods = useQuery(activationMethodsQuery);
  const wordings = useQuery(wordingsQuery(sourceId));
  const changes = useQuery({
    ...changesQuery("activation-method", methodId ?? ""),
    enabled: methodId !== null,
  });
  const method = methods.data?.data.find(({ id }) => id === methodId) ?? null;
  const own = sourceMarks(
    method,
    methodId === null ? [] : (changes.data?.data ?? []),
    wordings.data?.data ?? [],
  );
  return useChartMarks(filter, { own, kinds: ["page", "template", "incident"] });
}
