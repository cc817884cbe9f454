"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AsOf } from "@/components/clock/as-of.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { DeclaredListCard } from "@/components/declared/declared-list-card.tsx";
import { ExportBox } from "@/components/export/export-box.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { guardQuery } from "@/components/guards/queries.ts";
import { HoldCard } from "@/components/holding/hold-card.tsx";
import { WhatIfCard } from "@/components/holding/what-if-card.tsx";
import { GuardCard } from "@/components/guards/guard-card.tsx";
import { PagesCard } from "@/components/pages/pages-card.tsx";
import { ChangeHistory } from "@/components/registry/change-history.tsx";
import { kindsWords } from "@/components/registry/declared-kind-words.ts";
import { MethodActions } from "@/components/registry/method-actions.tsx";
import { MethodForm } from "@/components/registry/method-form.tsx";
import { methodKindLabels } from "@/components/registry/method-kind-labels.ts";
import { rampWords } from "@/components/registry/ramp-words.ts";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import { ChecklistCard } from "./checklist-card.tsx";
import { EvidenceCard } from "./evidence-card.tsx";
import { MethodSourcesCard } from "./method-sources-card.tsx";
import { methodQuery } from "./queries.ts";
import { PaceCard } from "./pace-card.tsx";
import { RampCard } from "./ramp-card.tsx";
import { ReviewCard } from "./review-card.tsx";

/** One activation method: its facts, its ramp against what came, its places, opinions, evidence and history. */
export function MethodPage({ methodId }: { methodId: string }) {
  const query = useQuery(methodQuery(methodId));
  return (
    <Loaded
      query={query}
      what="This activation method"
      skeleton={
        <div className="space-y-4">
          <PageHeader title="Activation method" />
          <SkeletonCard rows={6} />
          <SkeletonCard rows={6} tall />
        </div>
      }
    >
      {(method) => (
        <>
          <PageHeader
            above={
              <Link href="/launches" className="link hit text-sm">
                Launches
              </Link>
            }
            title={<span className="break-words">{method.name}</span>}
            below={
              <>
                {methodKindLabels[method.kind]} · {method.state}
              </>
            }
            aside={<AsOf at={query.dataUpdatedAt} />}
          />
          <div className="space-y-4">
            {method.state === "draft" || method.state === "scheduled" ? null : (
              <GuardCard guardId={method.id} name={method.name} />
            )}
            <HoldCard method={method} />
            <MethodFacts method={method} />
            <ChecklistCard methodId={method.id} />
            <PaceCard methodId={method.id} />
            <RampCard methodId={method.id} />
            {method.launchedAt === null || method.state === "scheduled" ? null : (
              <WhatIf methodId={method.id} launchedAt={method.launchedAt} />
            )}
            <MethodSourcesCard methodId={method.id} />
            <ExportBox
              caption={{
                title: `${method.name}: declared and sent`,
                subtitle: "last 90 days",
                source: "Staygreen. Association, not cause.",
              }}
            >
              <DeclaredListCard scope={{}} activationMethodId={method.id} />
            </ExportBox>
            <PagesCard subject={{ activationMethodId: method.id }} />
            <ReviewCard method={method} />
            <EvidenceCard method={method} />
            <Card title="History">
              <ChangeHistory kind="activation-method" id={method.id} />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  );
}

/** So far back the estimate is made, less a day. */
const mostDays = 89;

/** Begins at the verdict, where there is one that says harm. */
function WhatIf({ methodId, launchedAt }: { methodId: string; launchedAt: string }) {
  const guard = useQuery(guardQuery(methodId));
  if (guard.data === undefined) return null;
  const { verdict, since } = guard.data;
  const earliest = new Date(guard.dataUpdatedAt - mostDays * 86_400_000).toISOString();
  const from = verdict === "harmful" && since !== null ? since : launchedAt;
  return <WhatIfCard methodId={methodId} from={from < earliest ? earliest : from} />;
}

function MethodFacts({ method }: { method: ActivationMethodDto }) {
  const mayWrite = useCan("registry.write");
  const none = (word: string) => <span className="text-ink-3">{word}</span>;
  const { launchedAt, plannedLaunchAt, ramp, declaredKinds, owner, tags } = method;
  return (
    <Card title="In the registry">
      <div className="space-y-4">
        <Facts>
          <Fact name="State">{method.state}</Fact>
          <Fact name="Launch">{launchedAt === null ? none("not set") : <InstantText at={launchedAt} />}</Fact>
          <Fact name="Planned launch">
            {plannedLaunchAt === null ? none("not set") : <InstantText at={plannedLaunchAt} />}
          </Fact>
          <Fact name="Ramp">{ramp === null ? none("none") : rampWords(ramp)}</Fact>
          <Fact name="Declared messages">
            {declaredKinds === null ? none("nothing declared") : kindsWords(declaredKinds)}
          </Fact>
          <Fact name="Owner">{owner ?? none("nobody")}</Fact>
          <Fact name="Tags">{tags.length === 0 ? none("none") : tags.join(", ")}</Fact>
        </Facts>
        <MethodActions method={method} />
        {mayWrite ? (
          <Disclosure summary="Change it">
            <MethodForm key={method.updatedAt} method={method} />
          </Disclosure>
        ) : null}
      </div>
    </Card>
  );
}
