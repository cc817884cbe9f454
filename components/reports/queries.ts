import { queryOptions } from "@tanstack/react-query";
import type { WeeklyReportDto } from "@/lib/contracts/reports.ts";
import { fetchJson } from "@/components/data/fetch-json.ts";

const contract = () => import("@/lib/contracts/reports.ts");
const refetchInterval = 60_000;

export interface ReportLine {
  isoWeek: string;
  closed: boolean;
  verdict: string;
}

export const reportsQuery = queryOptions<{ data: ReportLine[]; nextCursor: string | null }>({
  queryKey: ["reports"],
  queryFn: ({ signal }) =>
    fetchJson("/api/v1/reports", async () => (await contract()).weeklyReportListShape, { signal }),
  refetchInterval,
});

export const reportQuery = (isoWeek: string) =>
  queryOptions<WeeklyReportDto>({
    queryKey: ["reports", isoWeek],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/reports/${encodeURIComponent(isoWeek)}`,
        async () => (await contract()).weeklyReportShape,
        { signal },
      ),
    refetchInterval,
  });
