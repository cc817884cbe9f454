"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { reportsQuery, type ReportLine } from "./queries.ts";
import { weekName } from "./week-name.ts";

export function ReportList() {
  const query = useQuery(reportsQuery);
  return (
    <>
      <PageHeader
        title="Reports"
        below="One page a week: state, change, incidents. A week closes on Sunday at midnight of the organization's clock."
        aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
      />
      <Card title="Weeks, newest first" flush>
        <Loaded query={query} what="The list of reports" skeleton={<SkeletonRows rows={4} tall />}>
          {(list) =>
            list.data.length === 0 ? (
              <EmptyState title="No report yet">
                <p>The first one covers the week of the first poll.</p>
              </EmptyState>
            ) : (
              <ul className="divide-line divide-y">
                {list.data.map((report) => (
                  <ReportRow key={report.isoWeek} report={report} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
    </>
  );
}

function ReportRow({ report }: { report: ReportLine }) {
  return (
    <li className="hover:bg-sunken relative px-4 py-3">
      <Link
        href={`/reports/${report.isoWeek}`}
        className="font-medium underline-offset-3 after:absolute after:inset-0 hover:underline"
      >
        {weekName(report.isoWeek)}
      </Link>
      {report.closed ? null : <span className="text-ink-3 text-xs"> still running, a preview</span>}
      <p className="text-ink-2">{report.verdict}</p>
    </li>
  );
}
