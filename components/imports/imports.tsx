"use client";

import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { ImportForm } from "./import-form.tsx";
import { ImportList } from "./import-list.tsx";
import { importsQuery } from "./queries.ts";

/** Files of opt-ins, exposures and signals: bring one in, see what became of the others. */
export function Imports() {
  const imports = useQuery(importsQuery);
  return (
    <>
      <PageHeader
        title="Imports"
        below="CSV files of opt-ins, of messages you sent and of blocks, reports and opt-outs you know of."
      />
      <div className="space-y-4">
        <Card title="Import a file">
          <ImportForm />
        </Card>
        <Card title="Imports so far" flush>
          <Loaded query={imports} what="The list of imports" skeleton={<SkeletonRows rows={2} />}>
            {(list) => <ImportList imports={list.data} />}
          </Loaded>
        </Card>
      </div>
    </>
  );
}
