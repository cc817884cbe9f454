import type { Metadata } from "next";
import { reportQuery } from "@/components/reports/queries.ts";
import { ReportPage } from "@/components/reports/report-page.tsx";
import { weekName } from "@/components/reports/week-name.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { getWeeklyReport } from "@/lib/services/reports/get-weekly.ts";
import { Prefetched } from "../../prefetched.tsx";

interface Props {
  params: Promise<{ isoWeek: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: weekName((await params).isoWeek) };
}

export default async function OneReportPage({ params }: Props) {
  const ctx = await requirePageContext();
  const { isoWeek } = await params;
  const load = () => getWeeklyReport(ctx, isoWeek);
  return (
    <Prefetched ctx={ctx} queries={[{ queryKey: reportQuery(isoWeek).queryKey, load }]}>
      <ReportPage isoWeek={isoWeek} />
    </Prefetched>
  );
}
