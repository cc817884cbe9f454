"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Ago } from "@/components/clock/ago.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { refresh } from "@/components/data/refresh.ts";
import { numberName } from "@/components/phone-numbers/number-name.ts";
import { phoneNumbersQuery } from "@/components/phone-numbers/queries.ts";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { EventDto, EventsDto } from "@/lib/contracts/events.ts";
import { contactText, eventCourse, eventNames } from "./event-words.ts";

export type EventColumn = "source" | "campaign" | "phoneNumberId";

interface EventTableProps {
  events: EventsDto;
  without: readonly EventColumn[];
}

/** Too little was sent under a name for it to be shown. */
const smallName = "small group";

/** Events one by one: what, when, how it is known, what it counts for. */
export function EventTable({ events, without }: EventTableProps) {
  const numbers = useQuery({ ...phoneNumbersQuery({}), refetchInterval: refresh.settings });
  const names = new Map((numbers.data?.data ?? []).map((number) => [number.id, numberName(number)]));
  const has = (column: EventColumn) => !without.includes(column);
  return (
    <Table label="Single events, the newest first">
      <HeadRow>
        <Th>When</Th>
        <Th>Event</Th>
        <Th>Course</Th>
        <Th>Basis</Th>
        {has("source") ? <Th>Source</Th> : null}
        {has("campaign") ? <Th>Campaign</Th> : null}
        <Th>Template</Th>
        {has("phoneNumberId") ? <Th>Number</Th> : null}
        <Th title="The first 8 characters of the contact's keyed hash">Contact</Th>
      </HeadRow>
      <TableBody>
        {events.data.map((event) => (
          <tr key={event.id}>
            <RowHead className="whitespace-nowrap">
              <InstantText at={event.occurredAt} />
              <div className="text-ink-3 text-xs font-normal">
                <Ago at={event.occurredAt} />
              </div>
            </RowHead>
            <Td className="whitespace-nowrap">{eventNames[event.kind]}</Td>
            <Td className="whitespace-nowrap">{eventCourse(event)}</Td>
            <Td>{event.basis}</Td>
            {has("source") ? (
              <Named
                name={event.sourceName}
                none={event.tooSmall.includes("source") ? smallName : "no opt-in known"}
              />
            ) : null}
            {has("campaign") ? (
              <Named
                name={event.campaignName}
                none={event.tooSmall.includes("campaign") ? smallName : "not named"}
              />
            ) : null}
            <Named
              name={event.template}
              none={event.tooSmall.includes("template") ? smallName : "not named"}
            />
            {has("phoneNumberId") ? (
              <Td className="whitespace-nowrap">
                <Link
                  href={`/phone-numbers/${encodeURIComponent(event.phoneNumberId)}`}
                  className="link hit tabular-nums"
                >
                  {names.get(event.phoneNumberId) ?? event.phoneNumberId}
                </Link>
              </Td>
            ) : null}
            <Contact event={event} isShown={events.contactsShown} />
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function Named({ name, none }: { name: string | null; none: string }) {
  return <Td className="min-w-32 break-words">{name ?? <span className="text-ink-3">{none}</span>}</Td>;
}

function Contact({ event, isShown }: { event: EventDto; isShown: boolean }) {
  const text = contactText(event, isShown);
  return (
    <Td className={event.contact === null ? "text-ink-3 whitespace-nowrap" : "font-mono text-xs"}>{text}</Td>
  );
}
