"use client";

import { GuardList } from "@/components/guards/guard-list.tsx";
import { RegistryTransfer } from "@/components/registry/registry-transfer.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { WordingCheckCard } from "@/components/wordings/wording-check-card.tsx";
import { LaunchCalendar } from "./launch-calendar.tsx";
import { LaunchList } from "./launch-list.tsx";
import { UnannouncedList } from "./unannounced-list.tsx";

/** What is planned, what was launched, and where people opt in without anybody having said so. */
export function LaunchesPage() {
  return (
    <>
      <PageHeader
        title="Launches"
        below="Planned and launched ways to opt in, and places that nobody has announced."
      />
      <div className="space-y-4">
        <GuardList />
        <UnannouncedList />
        <LaunchCalendar />
        <LaunchList />
        <WordingCheckCard />
        <RegistryTransfer />
      </div>
    </>
  );
}
