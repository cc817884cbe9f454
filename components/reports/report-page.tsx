"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AsOf } from "@/components/clock/as-of.tsx";
import { formatInstant } from "@/components/clock/format-instant.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import type { WeeklyReportDto } from "@/lib/contracts/reports.ts";
import { ReportIncidents } from "./report-incidents.tsx";
import { ReportNumbers } from "./report-numbers.tsx";
import { reportQuery } from "./queries.ts";
import { weekName } from "./week-name.ts";

/** One week on one printable page. */
export function ReportPage({ isoWeek }: { isoWeek: string }) {
  const query = useQuery(reportQuery(isoWeek));
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader
        above={
          <Link href="/reports" className="link hit text-sm print:hidden">
            Reports
          </Link>
        }
        title={weekName(isoWeek)}
        below={query.data === undefined ? undefined : rangeText(query.data)}
        aside={
          <>
            {query.data === undefined ? null : <AsOf at={query.dataUpdatedAt} />}
            <Button onClick={() => window.print()}>Print</Button>
          </>
        }
      />
      <Loaded query={query} what="This report" skeleton={<SkeletonCard rows={8} />}>
        {(report) => <ReportBody report={report} />}
      </Loaded>
    </div>
  );
}

function ReportBody({ report }: { report: WeeklyReportDto }) {
  return (
    <div className="space-y-4">
      {report.closed ? null : (
        <Notice title="This week is still running.">
          <p>The figures are a preview and will change until it closes.</p>
        </Notice>
      )}
      <p className="py-2 text-xl font-semibold tracking-tight text-balance sm:text-2xl">{report.verdict}</p>
      <Card title="Phone numbers" flush>
        <ReportNumbers numbers={report.numbers} />
      </Card>
      <Card title="Incidents">
        <ReportIncidents incidents={report.incidents} />
      </Card>
      <section aria-labelledby="small-print" className="text-ink-3 text-sm">
        <h2 id="small-print" className="font-semibold">
          Small print
        </h2>
        <ul className="list-disc pl-4">
          {report.smallPrint.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function rangeText({ from, to, timeZone }: WeeklyReportDto): string {
  // The range is half-open: its last day is the one before the end.
  const lastDay = formatInstant(Date.parse(to) - 1, timeZone, "day");
  return `${formatInstant(Date.parse(from), timeZone, "day")} to ${lastDay}, ${timeZone}`;
}
