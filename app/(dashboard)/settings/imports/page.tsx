import type { Metadata } from "next";
import { Imports } from "@/components/imports/imports.tsx";
import { importsQuery } from "@/components/imports/queries.ts";
import { NotAllowed } from "@/components/settings/not-allowed.tsx";
import { hasRight } from "@/lib/core/access/rights.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listImports } from "@/lib/services/imports/list-imports.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Imports" };

export default async function ImportsPage() {
  const ctx = await requirePageContext();
  if (!hasRight(ctx.actor.role, "facts.write")) return <NotAllowed title="Imports" role={ctx.actor.role} />;
  return (
    <Prefetched
      ctx={ctx}
      queries={[{ queryKey: importsQuery.queryKey, load: () => listImports(ctx, { limit: 50 }) }]}
    >
      <Imports />
    </Prefetched>
  );
}
