"use client";

import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { MethodRampDto } from "@/lib/contracts/launches.ts";
import { rampQuery } from "./queries.ts";
import { RampChart } from "./ramp-chart.tsx";
import { figureWords, rampVerdict } from "./ramp-verdict.ts";

/** What was planned for each day since the launch, and what came in. */
export function RampCard({ methodId }: { methodId: string }) {
  const ramp = useQuery(rampQuery(methodId));
  return (
    <Card title="Ramp, planned and real">
      <Loaded query={ramp} what="The ramp" skeleton={<SkeletonRows rows={4} tall />}>
        {(answer) =>
          answer.isLaunched ? (
            <>
              <p className="mb-3 max-w-prose">{rampVerdict(answer)}</p>
              <RampChart ramp={answer} />
              <Disclosure summary="The same as a table">
                <RampTable ramp={answer} />
              </Disclosure>
            </>
          ) : (
            <EmptyState title="Not launched yet">
              <p>
                {answer.startsOn === null
                  ? "Say when the launch is planned, and how it is meant to grow."
                  : `The launch is meant for ${answer.startsOn} (UTC). What comes in is counted from then on.`}
              </p>
            </EmptyState>
          )
        }
      </Loaded>
    </Card>
  );
}

function RampTable({ ramp }: { ramp: MethodRampDto }) {
  return (
    <Table label="Days since the launch">
      <HeadRow>
        <Th>Day (UTC)</Th>
        <Th className="text-right">Since launch</Th>
        <Th className="text-right">Planned at most</Th>
        <Th className="text-right">Opt-ins</Th>
        <Th className="text-right">Deliveries</Th>
        <Th className="text-right">Of all opt-ins</Th>
      </HeadRow>
      <TableBody>
        {ramp.days.toReversed().map((one) => (
          <tr key={one.day}>
            <RowHead className="font-normal tabular-nums">
              {one.day}
              {one.isWhole ? "" : ", not over"}
            </RowHead>
            <Td className="text-right tabular-nums">{one.sinceLaunch}</Td>
            <Td className="text-right tabular-nums">
              {one.planned === null || ramp.unit === null ? "no plan" : figureWords(ramp.unit, one.planned)}
            </Td>
            <Td className="text-right tabular-nums">{one.optIns.toLocaleString("en-US")}</Td>
            <Td className="text-right tabular-nums">{one.deliveries.toLocaleString("en-US")}</Td>
            <Td className="text-right tabular-nums">
              {one.share === null ? "no opt-ins" : figureWords("share", one.share)}
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}
