"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Ago } from "@/components/clock/ago.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import type { IncidentDetailDto } from "@/lib/contracts/incidents.ts";
import { DeliveryList } from "./delivery-list.tsx";
import { IncidentActions } from "./incident-actions.tsx";
import { IncidentState } from "./incident-state.tsx";
import { IncidentTimeline } from "./incident-timeline.tsx";
import { incidentQuery } from "./queries.ts";
import { ResolveForm } from "./resolve-form.tsx";
import { SeverityBadge } from "./severity-badge.tsx";
import { SubjectLinks } from "./subject-links.tsx";

export function IncidentPage({ incidentId }: { incidentId: string }) {
  const query = useQuery(incidentQuery(incidentId));
  return (
    <Loaded
      query={query}
      what="This incident"
      skeleton={
        <div className="space-y-4">
          <PageHeader title="Incident" />
          <SkeletonCard rows={3} />
          <SkeletonCard rows={5} />
        </div>
      }
    >
      {(incident) => (
        <>
          <PageHeader
            above={
              <Link href="/incidents" className="link hit text-sm">
                Incidents
              </Link>
            }
            title={incident.title}
            below={
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <SeverityBadge severity={incident.severity} />
                <IncidentState incident={incident} />
              </div>
            }
            aside={<AsOf at={query.dataUpdatedAt} />}
          />
          <IncidentBody incident={incident} />
        </>
      )}
    </Loaded>
  );
}

function IncidentBody({ incident }: { incident: IncidentDetailDto }) {
  const [isResolving, setIsResolving] = useState(false);
  return (
    <div className="space-y-4">
      <Card
        title="What happened"
        actions={
          <IncidentActions incident={incident} isResolving={isResolving} onResolving={setIsResolving} />
        }
      >
        {isResolving ? <ResolveForm incidentId={incident.id} onDone={() => setIsResolving(false)} /> : null}
        <div className="mb-3 max-w-prose space-y-1 text-lg">
          {incident.summary.split("\n").map((line, index) => (
            <p key={index}>{line}</p>
          ))}
        </div>
        <Facts>
          <Fact name="Where">
            <SubjectLinks subject={incident.subject} />
          </Fact>
          <Fact name="Opened">
            <Ago at={incident.openedAt} />, <InstantText at={incident.openedAt} />
          </Fact>
          <Fact name="Last change">
            <Ago at={incident.updatedAt} />
          </Fact>
          <Fact name="Kind">{incident.kind}</Fact>
        </Facts>
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="Timeline">
          <IncidentTimeline events={incident.timeline} />
        </Card>
        <Card title="Who was told" flush>
          <DeliveryList deliveries={incident.deliveries} none="Nobody was told about this incident">
            <p>
              Either no channel is set up, or none asks for {incident.severity}. See{" "}
              <Link href="/settings/channels" className="link">
                Settings, Channels
              </Link>
              .
            </p>
          </DeliveryList>
        </Card>
      </div>
    </div>
  );
}
