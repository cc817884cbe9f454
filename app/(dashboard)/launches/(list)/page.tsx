import type { Metadata } from "next";
import { guardsQuery } from "@/components/guards/queries.ts";
import { monthRange, readMonth } from "@/components/launches/calendar-month.ts";
import { LaunchesPage } from "@/components/launches/launches-page.tsx";
import { calendarQuery, unannouncedQuery } from "@/components/launches/queries.ts";
import { activationMethodsQuery } from "@/components/registry/queries.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listGuards } from "@/lib/services/guards/list-guards.ts";
import { getLaunchCalendar } from "@/lib/services/launches/get-launch-calendar.ts";
import { listUnannouncedLaunches } from "@/lib/services/launches/list-unannounced-launches.ts";
import { getMe } from "@/lib/services/people/get-me.ts";
import { listActivationMethods } from "@/lib/services/registry/list-activation-methods.ts";
import { searchParamsOf, type PageProps } from "../../page-props.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Launches" };

const wholeList = { limit: 200 };

export default async function Page({ searchParams }: PageProps) {
  const ctx = await requirePageContext();
  const given = (await searchParamsOf(searchParams)).get("month");
  const { timeZone } = (await getMe(ctx)).organization;
  const range = monthRange(readMonth(given, ctx.clock.now().getTime(), timeZone), timeZone);
  const queries = [
    { queryKey: guardsQuery.queryKey, load: () => listGuards(ctx, wholeList) },
    { queryKey: calendarQuery(range).queryKey, load: () => getLaunchCalendar(ctx, range) },
    { queryKey: unannouncedQuery.queryKey, load: () => listUnannouncedLaunches(ctx, wholeList) },
    { queryKey: activationMethodsQuery.queryKey, load: () => listActivationMethods(ctx, wholeList) },
  ];
  return (
    <Prefetched ctx={ctx} queries={queries}>
      <LaunchesPage />
    </Prefetched>
  );
}
