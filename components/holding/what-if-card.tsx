"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { WhatIfHeldDto } from "@/lib/contracts/holds.ts";
import { whatIfHeldQuery } from "./queries.ts";

const count = (value: number) => value.toLocaleString("en-US");

/**
 * What would not have happened had the launch been held at an instant that the reader chooses.
 *
 * @param from where it begins: when the verdict was known, or the launch.
 */
export function WhatIfCard({ methodId, from }: { methodId: string; from: string }) {
  const [at, setAt] = useState(from.slice(0, 16));
  const query = useQuery(whatIfHeldQuery(methodId, `${at}:00Z`));
  return (
    <Card title="What if it had been held?">
      <div className="space-y-4">
        <div className="max-w-64">
          <TextField
            label="Held at (UTC)"
            type="datetime-local"
            value={at}
            onChange={(event) => {
              // Emptied while it is typed: the last whole instant stays.
              if (event.currentTarget.value !== "") setAt(event.currentTarget.value.slice(0, 16));
            }}
          />
        </div>
        <Loaded query={query} what="The estimate" skeleton={<SkeletonRows rows={4} />}>
          {(answer) => <Answer answer={answer} />}
        </Loaded>
      </div>
    </Card>
  );
}

function Answer({ answer }: { answer: WhatIfHeldDto }) {
  const { messages, youngMessages, signals, numbers, suppressed, until } = answer;
  if (suppressed)
    return <p className="text-ink-2">Too few messages were sent since then to show counts of them.</p>;
  if (messages === 0)
    return (
      <p className="text-ink-2">
        Nothing was sent to its contacts between then and <InstantText at={until} />.
      </p>
    );
  return (
    <div className="space-y-3">
      <p className="max-w-prose">
        <strong className="tabular-nums">{count(messages)}</strong> messages would not have been sent until{" "}
        <InstantText at={until} />, and <strong className="tabular-nums">{count(signals.total)}</strong>{" "}
        negative signals that answer them would not have come: {count(signals.block)} blocks,{" "}
        {count(signals.report)} reports, {count(signals.opt_out)} opt-outs.
      </p>
      {numbers.length === 0 ? null : (
        <Table label="Negative signals per 1,000 messages in the last seven days">
          <HeadRow>
            <Th>Last 7 days, per 1,000</Th>
            <Th className="text-right">As it was</Th>
            <Th className="text-right">Held</Th>
          </HeadRow>
          <TableBody>
            {numbers.map((number) => (
              <tr key={number.phoneNumberId}>
                <RowHead>{number.name ?? number.phoneNumberId}</RowHead>
                <Td className="text-right">
                  <Rate value={number.as} />
                </Td>
                <Td className="text-right">
                  <Rate value={number.without} />
                </Td>
              </tr>
            ))}
          </TableBody>
        </Table>
      )}
      <p className="text-ink-3 max-w-prose text-sm">
        {youngMessages === 0
          ? ""
          : `${count(youngMessages)} of the messages are younger than three days: more signals may still answer them. `}
        Counted, not modelled: held messages are taken as never sent. If they are sent later, their signals
        come later too.
      </p>
    </div>
  );
}

function Rate({ value: { per1000, messages, signals } }: { value: WhatIfHeldDto["numbers"][number]["as"] }) {
  if (per1000 === null) return <span className="text-ink-3">no messages</span>;
  return (
    <span className="tabular-nums">
      {per1000.rate.toFixed(1)}{" "}
      <span className="text-ink-3 text-xs">
        ({per1000.low.toFixed(1)} to {per1000.high.toFixed(1)}; {count(signals)} of {count(messages)})
      </span>
    </span>
  );
}
