import type { Metadata } from "next";
import { reportsQuery } from "@/components/reports/queries.ts";
import { ReportList } from "@/components/reports/report-list.tsx";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listWeeklyReports } from "@/lib/services/reports/list.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Reports" };

export default async function ReportsPage() {
  const ctx = await requirePageContext();
  return (
    <Prefetched ctx={ctx} queries={[{ queryKey: reportsQuery.queryKey, load: () => listWeeklyReports(ctx) }]}>
      <ReportList />
    </Prefetched>
  );
}
