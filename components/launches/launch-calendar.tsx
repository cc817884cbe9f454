"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useFromNow, useTimeZone } from "@/components/clock/clock-provider.tsx";
import { formatInstant } from "@/components/clock/format-instant.ts";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { LaunchCalendarDto, LaunchCalendarEntryDto } from "@/lib/contracts/launches.ts";
import { calendarKinds } from "@/lib/core/registry/launch-calendar.ts";
import {
  dayOf,
  isIn,
  monthAfter,
  monthName,
  monthRange,
  monthWeeks,
  readMonth,
  type Month,
} from "./calendar-month.ts";
import { entryHref, entryNote, kindSigns, kindWords } from "./calendar-words.ts";
import { calendarQuery } from "./queries.ts";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const mostInADay = 3;

/** One month of launches: a grid where there is room, and the same as a list, which is all that a phone shows. */
export function LaunchCalendar() {
  const timeZone = useTimeZone();
  const given = useSearchParams().get("month");
  const month = useFromNow((now) => readMonth(given, now, timeZone));
  const today = useFromNow((now) => dayOf(now, timeZone));
  const calendar = useQuery(calendarQuery(monthRange(month, timeZone)));
  const go = (to: Month) => replaceUrl({ month: to === today.slice(0, 7) ? "" : to });
  return (
    <Card
      title={monthName(month)}
      id="calendar"
      flush
      actions={
        <div role="group" aria-label="Month" className="flex gap-2">
          <Button onClick={() => go(monthAfter(month, -1))}>
            Earlier<span className="sr-only">: {monthName(monthAfter(month, -1))}</span>
          </Button>
          <Button disabled={month === today.slice(0, 7)} onClick={() => go(today.slice(0, 7))}>
            This month
          </Button>
          <Button onClick={() => go(monthAfter(month, 1))}>
            Later<span className="sr-only">: {monthName(monthAfter(month, 1))}</span>
          </Button>
        </div>
      }
    >
      <Loaded query={calendar} what="The calendar" skeleton={<SkeletonRows rows={6} tall />}>
        {({ data, isCut }: LaunchCalendarDto) => {
          const inMonth = data.filter((entry) =>
            isIn(entry, `${month}-01`, `${month}-31`, { timeZone, today }),
          );
          return (
            <>
              <div className="max-md:hidden">
                <MonthGrid month={month} entries={data} timeZone={timeZone} today={today} />
                {inMonth.length === 0 ? null : (
                  <div className="border-line space-y-3 border-t px-4 py-3">
                    <SignLegend />
                    <Disclosure summary="The same as a list">
                      <EntryList entries={inMonth} timeZone={timeZone} />
                    </Disclosure>
                  </div>
                )}
              </div>
              <div className="px-4 py-3 md:hidden">
                <EntryList entries={inMonth} timeZone={timeZone} />
              </div>
              {isCut ? (
                <p className="text-ink-3 px-4 py-2 text-sm">
                  The first 1,000 entries are shown; the API has all.
                </p>
              ) : null}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

function MonthGrid(props: {
  month: Month;
  entries: readonly LaunchCalendarEntryDto[];
  timeZone: string;
  today: string;
}) {
  const { month, entries, timeZone, today } = props;
  return (
    <table className="w-full table-fixed border-collapse">
      <caption className="sr-only">Launches in {monthName(month)}, by day</caption>
      <thead>
        <tr className="text-ink-3 border-line border-b text-xs">
          {weekdays.map((weekday) => (
            <th key={weekday} scope="col" className="px-2 py-1.5 text-left font-medium">
              <abbr title={weekday} className="no-underline">
                {weekday.slice(0, 3)}
              </abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-line divide-y">
        {monthWeeks(month).map((week) => (
          <tr key={week[0]} className="divide-line divide-x">
            {week.map((day) => (
              <td
                key={day}
                aria-current={day === today ? "date" : undefined}
                className={`h-20 px-1.5 py-1 align-top ${day.startsWith(month) ? "" : "bg-sunken"}`}
              >
                <DayCell
                  day={day}
                  isToday={day === today}
                  entries={entries.filter((one) => isIn(one, day, day, { timeZone, today }))}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({
  day,
  isToday,
  entries,
}: {
  day: string;
  isToday: boolean;
  entries: readonly LaunchCalendarEntryDto[];
}) {
  const shown = entries.slice(0, mostInADay);
  return (
    <>
      <time
        dateTime={day}
        className={`text-xs tabular-nums ${isToday ? "bg-accent text-on-accent rounded px-1 font-semibold" : "text-ink-3"}`}
      >
        {Number(day.slice(8))}
      </time>
      <ul>
        {shown.map((entry) => (
          <li key={`${entry.kind} ${entry.at} ${entryHref(entry)}`}>
            <Link
              href={entryHref(entry)}
              title={`${kindWords[entry.kind]}: ${entry.name}`}
              className="hover:bg-sunken flex min-h-6 items-center gap-1 rounded px-0.5 text-xs"
            >
              <Sign kind={entry.kind} />
              <span className="sr-only">{kindWords[entry.kind]}: </span>
              <span className="truncate">{entry.name}</span>
            </Link>
          </li>
        ))}
      </ul>
      {entries.length > shown.length ? (
        <p className="text-ink-3 text-xs">and {entries.length - shown.length} more, in the list</p>
      ) : null}
    </>
  );
}

function Sign({ kind }: { kind: LaunchCalendarEntryDto["kind"] }) {
  const loud = kind === "unannounced" ? "text-amber-ink font-bold" : "text-ink-2";
  return (
    <span aria-hidden="true" className={`inline-block w-3 shrink-0 text-center ${loud}`}>
      {kindSigns[kind]}
    </span>
  );
}

function SignLegend() {
  return (
    <ul aria-label="Signs" className="text-ink-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {calendarKinds.map((kind) => (
        <li key={kind}>
          <Sign kind={kind} /> {kindWords[kind]}
        </li>
      ))}
    </ul>
  );
}

function EntryList({ entries, timeZone }: { entries: readonly LaunchCalendarEntryDto[]; timeZone: string }) {
  if (entries.length === 0) {
    return (
      <EmptyState title="Nothing in this month">
        <p>Planned and real launches, steps of ramps and holds appear here.</p>
      </EmptyState>
    );
  }
  const instant = (at: string) => formatInstant(Date.parse(at), timeZone, "minute");
  return (
    <ol className="divide-line divide-y">
      {entries.map((entry) => {
        const note = entryNote(entry, instant);
        return (
          <li key={`${entry.kind} ${entry.at} ${entryHref(entry)}`} className="py-2">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <Sign kind={entry.kind} />
              <span className="text-ink-3 text-sm">{kindWords[entry.kind]}</span>
              <Link href={entryHref(entry)} className="link hit min-w-0 break-words">
                {entry.name}
              </Link>
            </p>
            <p className="text-ink-3 pl-5 text-xs">
              <InstantText at={entry.at} />
              {note === null ? null : `. ${note}.`}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
