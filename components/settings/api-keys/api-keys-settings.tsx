"use client";

import { useQuery } from "@tanstack/react-query";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { ApiKeyForm } from "./api-key-form.tsx";
import { ApiKeyTable } from "./api-key-table.tsx";
import { apiKeysQuery } from "./queries.ts";

export function ApiKeysSettings() {
  const query = useQuery(apiKeysQuery);
  return (
    <>
      <PageHeader
        title="API keys"
        below={
          <>
            For programs: <code className="font-mono text-sm">Authorization: Bearer …</code> on every request.
            The routes are described in{" "}
            <a href="/api/openapi.json" className="link">
              the OpenAPI document
            </a>
            .
          </>
        }
        aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
      />
      <div className="space-y-4">
        <Card title="Keys in use" flush>
          <Loaded query={query} what="The list of API keys" skeleton={<SkeletonRows rows={3} />}>
            {(list) =>
              list.data.length === 0 ? (
                <EmptyState title="No API key has been made" />
              ) : (
                <ApiKeyTable keys={list.data} />
              )
            }
          </Loaded>
        </Card>
        <Card title="Make a key">
          <ApiKeyForm />
        </Card>
      </div>
    </>
  );
}
