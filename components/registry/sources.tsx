"use client";

import { useQuery } from "@tanstack/react-query";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { MethodForm } from "./method-form.tsx";
import { MethodTable } from "./method-table.tsx";
import { activationMethodsQuery, optInSourcesQuery } from "./queries.ts";
import { SourceForm } from "./source-form.tsx";
import { SourceTable } from "./source-table.tsx";

/** The registry of where people opt in. */
export function Sources() {
  const methods = useQuery(activationMethodsQuery);
  const sources = useQuery(optInSourcesQuery);
  const mayWrite = useCan("registry.write");
  return (
    <>
      <PageHeader
        title="Sources"
        below="Where people opt in: each source is one place, and belongs to one activation method."
      />
      <div className="space-y-4">
        <Card title="Activation methods" aside={asOf(methods)} flush>
          {mayWrite ? (
            <div className="border-line border-b px-4 py-3">
              <Disclosure summary="Add an activation method">
                <MethodForm />
              </Disclosure>
            </div>
          ) : null}
          <Loaded query={methods} what="The list of activation methods" skeleton={<SkeletonRows rows={3} />}>
            {(list) => (
              <MethodTable methods={list.data} mayWrite={mayWrite} isCut={list.nextCursor !== null} />
            )}
          </Loaded>
        </Card>
        <Card title="Opt-in sources" aside={asOf(sources)} flush>
          {mayWrite ? (
            <div className="border-line border-b px-4 py-3">
              <Disclosure summary="Add an opt-in source">
                <SourceForm methods={methods.data?.data ?? []} />
              </Disclosure>
            </div>
          ) : null}
          <Loaded query={sources} what="The list of opt-in sources" skeleton={<SkeletonRows rows={4} />}>
            {(list) => (
              <SourceTable sources={list.data} mayWrite={mayWrite} isCut={list.nextCursor !== null} />
            )}
          </Loaded>
        </Card>
        <p className="text-ink-3 max-w-prose text-sm">
          This is a register of names, owners and launch times. It holds no counts of messages, blocks or
          opt-outs, so no rate can be given for a source.
        </p>
      </div>
    </>
  );
}

function asOf(query: { data: unknown; dataUpdatedAt: number }) {
  return query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />;
}
