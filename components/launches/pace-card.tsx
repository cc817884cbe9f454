"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { MethodPaceDto } from "@/lib/contracts/launches.ts";
import { paceQuery } from "./queries.ts";

const levels = ["80", "90", "95", "99"].map((value) => ({ value, label: `${value} %` }));
type PacedNumber = MethodPaceDto["numbers"][number];

/** How much a method may send today from each number, what it sent, and what may be expected of the days to come. */
export function PaceCard({ methodId }: { methodId: string }) {
  const [level, setLevel] = useState("90");
  const pace = useQuery(paceQuery(methodId, level));
  return (
    <Card
      title="Safe pace"
      aside={<Segmented label="Safe in so many cases" options={levels} value={level} onChoose={setLevel} />}
    >
      <Loaded query={pace} what="The safe pace" skeleton={<SkeletonRows rows={4} tall />}>
        {(answer) =>
          answer.numbers.length === 0 ? (
            <EmptyState title="Nothing was sent yet">
              <p>A pace needs a number that sends: its own rate is what a new method is added to.</p>
            </EmptyState>
          ) : (
            <div className="space-y-4">
              {answer.numbers.map((number) => (
                <NumberPace key={number.phoneNumberId} number={number} />
              ))}
              <p className="text-ink-3 max-w-prose text-sm">{assumptionWords(answer)}</p>
            </div>
          )
        }
      </Loaded>
    </Card>
  );
}

function NumberPace({ number }: { number: PacedNumber }) {
  const { name, phoneNumberId, reason, perDay, intakePerDay, sentToday, sentYesterday, calendar } = number;
  return (
    <section aria-label={name ?? phoneNumberId}>
      <h3 className="font-semibold break-words">{name ?? phoneNumberId}</h3>
      <p className="mt-1 max-w-prose">{reason}</p>
      <p className="text-ink-2 mt-1 text-sm tabular-nums">
        Sent {figure(sentToday)} today so far, {figure(sentYesterday)} yesterday (UTC)
        {perDay === null ? "" : ` of ${figure(perDay)}`}
        {intakePerDay === null ? "." : `. Enough for about ${figure(intakePerDay)} new contacts a day.`}
      </p>
      <p className="text-ink-3 mt-1 text-sm">{basisWords(number)}</p>
      {calendar.length < 2 ? null : (
        <Disclosure summary="The coming days, if the method turns out as good as the others">
          <Table label="Expected pace by day">
            <HeadRow>
              <Th>Day (UTC)</Th>
              <Th className="text-right">Messages at most</Th>
              <Th className="text-right">New contacts at most</Th>
            </HeadRow>
            <TableBody>
              {calendar.map((one) => (
                <tr key={one.day}>
                  <RowHead className="font-normal tabular-nums">{one.day}</RowHead>
                  <Td className="text-right tabular-nums">{figureOrFree(one.perDay)}</Td>
                  <Td className="text-right tabular-nums">{figureOrFree(one.intakePerDay)}</Td>
                </tr>
              ))}
            </TableBody>
          </Table>
        </Disclosure>
      )}
    </section>
  );
}

const figure = (amount: number) => amount.toLocaleString("en-US");
const figureOrFree = (amount: number | null) => (amount === null ? "not bound" : figure(amount));

function basisWords({ baseline: { days, messages, events }, allowedRate, allowedFrom }: PacedNumber): string {
  const others = `Everything else: ${figure(events)} negative signals of ${figure(messages)} messages in ${days} days.`;
  if (allowedRate === null) return others;
  const origin =
    allowedFrom === "set-by-user" ? "set by hand" : "the default, a quarter above the own history";
  return `${others} Allowed: ${(allowedRate * 100).toFixed(2)} % (${origin}).`;
}

function assumptionWords({ belief, messagesPerContact }: MethodPaceDto): string {
  const times = `${belief.badCase.toFixed(1)} times the rate of everything else`;
  const bad =
    belief.from === "guard"
      ? `Bad case of what the launch guard counted: ${times}.`
      : `Bad case, an assumption until the launch guard has counted something: ${times}.`;
  const { messages, from, contacts } = messagesPerContact;
  const counted = `${messages.toFixed(1)} messages to a new contact in its first two weeks`;
  if (from === "assumed") return `${bad} ${counted}: an assumption, none were counted.`;
  return `${bad} ${counted}, counted of ${figure(contacts ?? 0)} contacts of ${from === "method" ? "this method" : "other methods"}.`;
}
