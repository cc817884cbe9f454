"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { AsOf } from "@/components/clock/as-of.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { ExportBox } from "@/components/export/export-box.tsx";
import { EventCard } from "@/components/sources/event-card.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { SpikeDetailDto } from "@/lib/contracts/spikes.ts";
import { AcrossNumbersCard } from "./across-numbers-card.tsx";
import { CauseTable } from "./cause-table.tsx";
import { MixTable } from "./mix-table.tsx";
import { spikeQuery } from "./queries.ts";
import { SpikeChart } from "./spike-chart.tsx";
import {
  chanceText,
  dayOf,
  discoveryText,
  kindLabels,
  lastDayOf,
  stateLabels,
  timesText,
} from "./spike-labels.ts";

export function SpikePage({ spikeId }: { spikeId: string }) {
  const query = useQuery(spikeQuery(spikeId));
  return (
    <Loaded
      query={query}
      what="This spike"
      skeleton={
        <div className="space-y-4">
          <PageHeader title="Spike" />
          <SkeletonCard rows={4} />
          <SkeletonCard rows={6} />
        </div>
      }
    >
      {(spike) => (
        <>
          <PageHeader
            above={
              <Link
                href={`/phone-numbers/${encodeURIComponent(spike.phoneNumberId)}`}
                className="link hit text-sm"
              >
                The phone number
              </Link>
            }
            title={`${kindLabels[spike.kind]} at ${timesText(spike.rateRatio)} the usual rate`}
            below={
              <span>
                {stateLabels[spike.state]}, {dayOf(spike.startedAt)}
                {spike.endedAt === null ? " until now" : ` to ${lastDayOf(spike.endedAt)}`}
              </span>
            }
            aside={<AsOf at={query.dataUpdatedAt} />}
          />
          <div className="space-y-4">
            <Summary spike={spike} />
            <ExportBox caption={captionOf(spike, "day by day")} hasChart>
              <Days spike={spike} />
            </ExportBox>
            <ExportBox caption={captionOf(spike, "what it goes along with")}>
              <Causes spike={spike} />
            </ExportBox>
            <AcrossNumbersCard
              spikeId={spike.id}
              hrefOf={(dimension, value) => hrefOf(spike, dimension, value, {})}
            />
            <ExportBox caption={captionOf(spike, "what was sent before and in it")}>
              <MixTable spike={spike} />
            </ExportBox>
            {spike.window === null ? null : (
              <EventCard filter={eventsOf(spike, spike.window)} without={["phoneNumberId"]} />
            )}
            <Explanation spike={spike} />
          </div>
        </>
      )}
    </Loaded>
  );
}

function Summary({ spike }: { spike: SpikeDetailDto }) {
  return (
    <Card title="What was counted">
      {spike.state === "withdrawn" ? (
        <Notice title="Withdrawn">
          <p>Facts that came in later no longer show this rise.</p>
        </Notice>
      ) : null}
      <p className="mb-3 max-w-prose text-lg">{spike.summary}</p>
      <Facts>
        <Fact name="Began">
          {dayOf(spike.startedAt)}
          <span className="text-ink-3">
            {" "}
            ({dayOf(spike.startedBetween[0])} to {dayOf(spike.startedBetween[1])})
          </span>
        </Fact>
        <Fact name="Known">
          <InstantText at={spike.detectedAt} />
        </Fact>
        <Fact name="Rate against the usual one">
          {timesText(spike.rateRatio)}{" "}
          <span className="text-ink-3">
            (95 % interval {timesText(spike.ratioInterval[0])} to {timesText(spike.ratioInterval[1])})
          </span>
        </Fact>
        <Fact name="Counts">
          {spike.signals.toLocaleString("en-US")} signals and {spike.exposures.toLocaleString("en-US")}{" "}
          messages since then
        </Fact>
        <Fact name="False alarm">
          {chanceText(spike.falseAlarmChance)}
          {spike.inDiscoveryList === null ? null : (
            <span className="text-ink-3 block text-sm">{discoveryText(spike.inDiscoveryList)}</span>
          )}
        </Fact>
      </Facts>
    </Card>
  );
}

function Days({ spike }: { spike: SpikeDetailDto }) {
  const last =
    spike.endedAt === null ? (spike.series.at(-1)?.day ?? dayOf(spike.startedAt)) : lastDayOf(spike.endedAt);
  return (
    <Card
      title="Day by day"
      aside={<span className="text-ink-3 text-sm">dashed: usual for as many messages</span>}
    >
      <SpikeChart series={spike.series} from={dayOf(spike.startedAt)} to={last} />
      <Disclosure summary="The same as a table">
        <Table label="Days of the spike and before">
          <HeadRow>
            <Th>Day (UTC)</Th>
            <Th className="text-right">Messages</Th>
            <Th className="text-right">Signals</Th>
            <Th className="text-right">Usual</Th>
          </HeadRow>
          <TableBody>
            {spike.series.toReversed().map(({ day, exposures, signals, usual }) => (
              <tr key={day}>
                <RowHead className="font-normal tabular-nums">{day}</RowHead>
                <Td className="text-right tabular-nums">{exposures.toLocaleString("en-US")}</Td>
                <Td className="text-right tabular-nums">{signals.toLocaleString("en-US")}</Td>
                <Td className="text-right tabular-nums">{usual === null ? "not known" : usual.toFixed(1)}</Td>
              </tr>
            ))}
          </TableBody>
        </Table>
      </Disclosure>
    </Card>
  );
}

const ruleOptions = [
  { value: "last", label: "Last touch" },
  { value: "first", label: "First touch" },
  { value: "split", label: "Split" },
] as const;
type Rule = (typeof ruleOptions)[number]["value"];

function Causes({ spike }: { spike: SpikeDetailDto }) {
  const [rule, setRule] = useState<Rule>("last");
  const outcome = spike.rules?.[rule];
  return (
    <Card
      title="What it goes along with"
      flush
      actions={<Segmented label="Rule" options={ruleOptions} value={rule} onChoose={setRule} />}
    >
      {outcome === undefined ? (
        <EmptyState title="Being counted">
          <p>The parts of what was sent are compared in a moment.</p>
        </EmptyState>
      ) : outcome.causes.length === 0 ? (
        <EmptyState title={spike.external ? "Everything rose together" : "Nothing stands out"}>
          <p>
            {spike.external
              ? "No source, campaign or template rose more than the others: what is behind it lies outside of them."
              : "No part of what was sent is both large enough to name and clearly above the rest."}
          </p>
        </EmptyState>
      ) : (
        <CauseTable
          label="What the excess goes along with"
          causes={outcome.causes}
          unexplained={outcome.unexplained}
          hrefOf={(dimension, value) => hrefOf(spike, dimension, value)}
        />
      )}
      {spike.orderFlips ? (
        <p className="border-line text-ink-2 border-t px-4 py-2 text-sm">
          The rules of touch name different parts first: read all three before you act.
        </p>
      ) : null}
    </Card>
  );
}

/** The figures of a value over the days of the spike, on its number unless told otherwise. */
function hrefOf(
  spike: SpikeDetailDto,
  dimension: string,
  value: string,
  where: { phoneNumberId?: string } = { phoneNumberId: spike.phoneNumberId },
): string | null {
  if (dimension === "number") return `/phone-numbers/${encodeURIComponent(value)}`;
  if (spike.window === null || dimension === "cohort" || dimension === "country") return null;
  const params = new URLSearchParams({
    ...where,
    [dimension]: value,
    from: spike.window.from,
    to: spike.window.to,
  });
  return `${dimension === "campaign" || dimension === "template" ? "/campaigns" : "/sources"}?${params.toString()}`;
}

/** Of what is saved as a file. */
const captionOf = (spike: SpikeDetailDto, what: string) => ({
  title: `Spike of ${kindLabels[spike.kind].toLowerCase()}: ${what}`,
  subtitle: `Phone number ${spike.phoneNumberId}, since ${dayOf(spike.startedAt)}, UTC`,
  source: "Staygreen. Association, not cause.",
});

/** The signals and messages of the number in the days that were compared. */
const eventsOf = ({ phoneNumberId }: SpikeDetailDto, { from, to }: { from: string; to: string }) => ({
  ...{ range: "custom" as const, rule: "last" as const, by: null, sort: null, isCompared: false },
  ...{ phoneNumberId, from, to },
});

function Explanation({ spike }: { spike: SpikeDetailDto }) {
  return (
    <Disclosure summary="Explain this">
      <div className="text-ink-2 max-w-prose space-y-2">
        <p>
          Each day&apos;s signals are compared with what the number&apos;s own last weeks make likely for as
          many messages, by weekday, with late feedback taken into account. Evidence is added up from day to
          day. The threshold lets through {spike.promise}, as chosen under Settings, Detection.
        </p>
        {spike.base === null || spike.window === null ? null : (
          <p>
            To see what it goes along with, {spike.window.signals.toLocaleString("en-US")} signals from{" "}
            {spike.window.from} to {spike.window.to} are compared with{" "}
            {spike.base.signals.toLocaleString("en-US")} from {spike.base.from} to {spike.base.to}, by
            activation method, source, its country, campaign, template and week of opt-in.
          </p>
        )}
        <p>
          Parts with fewer than {spike.smallGroupSize ?? 20} exposures are not named. A part can carry an
          excess because of something that is not among these dimensions: what stands here is an association.
        </p>
      </div>
    </Disclosure>
  );
}
