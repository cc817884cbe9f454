import type { Metadata } from "next";
import { activationMethodsQuery, optInSourcesQuery } from "@/components/registry/queries.ts";
import { Sources } from "@/components/registry/sources.tsx";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listActivationMethods } from "@/lib/services/registry/list-activation-methods.ts";
import { listOptInSources } from "@/lib/services/registry/list-opt-in-sources.ts";
import { Prefetched } from "../prefetched.tsx";

export const metadata: Metadata = { title: "Sources" };

const wholeList = { limit: 200 };

export default async function SourcesPage() {
  const ctx = await requirePageContext();
  const queries = [
    { queryKey: activationMethodsQuery.queryKey, load: () => listActivationMethods(ctx, wholeList) },
    { queryKey: optInSourcesQuery.queryKey, load: () => listOptInSources(ctx, wholeList) },
  ];
  return (
    <Prefetched ctx={ctx} queries={queries}>
      <Sources />
    </Prefetched>
  );
}
