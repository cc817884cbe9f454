"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Loaded } from "@/components/data/loaded.tsx";
import { holdSettingsQuery } from "@/components/holding/queries.ts";
import { Card } from "@/components/ui/card.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { ReceiverForm } from "./receiver-form.tsx";
import { RulesForm } from "./rules-form.tsx";

/** Where orders to hold sends go, and under which rules. */
export function HoldingSettings() {
  const query = useQuery(holdSettingsQuery);
  // Another receiver may change the mode: the rules are then shown anew.
  const [receivers, setReceivers] = useState(0);
  return (
    <>
      <PageHeader
        title="Holding sends"
        below="When a launch is harmful, Staygreen can order the system that sends your messages to hold it. Off until you set it up; a dry run comes first."
      />
      <div className="space-y-4">
        <Card title="The receiver">
          <Loaded query={query} what="The settings" skeleton={<SkeletonRows rows={4} />}>
            {(settings) => (
              <ReceiverForm settings={settings} onChange={() => setReceivers((before) => before + 1)} />
            )}
          </Loaded>
        </Card>
        <Card title="Rules">
          <Loaded query={query} what="The settings" skeleton={<SkeletonRows rows={6} />}>
            {(settings) => <RulesForm key={receivers} settings={settings} />}
          </Loaded>
        </Card>
      </div>
    </>
  );
}
