"use client";

import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/data/loaded.tsx";
import { organizationQuery } from "@/components/settings/privacy/queries.ts";
import { Card } from "@/components/ui/card.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { SpikeLevelForm } from "./spike-level-form.tsx";

export function DetectionSettings() {
  const organization = useQuery(organizationQuery);
  return (
    <>
      <PageHeader title="Detection" below="When a rise of blocks, reports or opt-outs is called a spike." />
      <Card title="False alarms of spikes">
        <Loaded query={organization} what="The setting" skeleton={<SkeletonRows rows={4} />}>
          {({ spikeLevel }) => <SpikeLevelForm level={spikeLevel} />}
        </Loaded>
      </Card>
    </>
  );
}
