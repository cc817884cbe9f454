"use client";

import { useQuery } from "@tanstack/react-query";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { declaredListQuery } from "@/components/declared/queries.ts";
import { useCan } from "@/components/me/me-provider.tsx";
import { EntryForm } from "@/components/registry/entry-form.tsx";
import { MethodList } from "@/components/registry/method-list.tsx";
import { optInSourcesQuery } from "@/components/registry/queries.ts";
import { RegistryCsvButton } from "@/components/registry/registry-csv-button.tsx";
import { SourceTable } from "@/components/registry/source-table.tsx";
import { UnregisteredList } from "@/components/registry/unregistered-list.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";

/** The registry below the figures: what waits to be claimed, the methods, and every source whether data names it or not. */
export function SourceRegistry() {
  const sources = useQuery(optInSourcesQuery);
  const mayWrite = useCan("registry.write");
  const declared = useQuery(declaredListQuery({}));
  const undeclared = new Set(
    declared.data?.data.flatMap(({ finding, id }) => (finding === "outside" && id !== null ? [id] : [])),
  );
  return (
    <>
      <Card title="Unclaimed keys" id="unclaimed" flush>
        <UnregisteredList kind="opt-in-source" />
      </Card>
      <Card title="Activation methods" id="methods" actions={<RegistryCsvButton list="methods" />} flush>
        <MethodList />
      </Card>
      <Card
        title="Opt-in sources"
        id="registry"
        actions={<RegistryCsvButton list="sources" />}
        aside={sources.data === undefined ? undefined : <AsOf at={sources.dataUpdatedAt} />}
        flush
      >
        {mayWrite ? (
          <div className="border-line border-b px-4 py-3">
            <Disclosure summary="Add an opt-in source">
              <EntryForm kind="opt-in-source" />
            </Disclosure>
          </div>
        ) : null}
        <Loaded query={sources} what="The list of opt-in sources" skeleton={<SkeletonRows rows={4} />}>
          {(list) => (
            <SourceTable
              sources={list.data}
              mayWrite={mayWrite}
              undeclared={undeclared}
              isCut={list.nextCursor !== null}
            />
          )}
        </Loaded>
      </Card>
    </>
  );
}
