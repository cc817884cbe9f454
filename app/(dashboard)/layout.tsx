import type { ReactNode } from "react";
import { Providers } from "@/app/providers.tsx";
import { connectionsQuery } from "@/components/connections/queries.ts";
import { AppShell } from "@/components/layout/app-shell.tsx";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listConnections } from "@/lib/services/connections/list.ts";
import { getMe } from "@/lib/services/people/get-me.ts";
import { Prefetched } from "./prefetched.tsx";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await requirePageContext();
  const me = await getMe(ctx);
  return (
    <Providers me={me} renderedAtMs={ctx.clock.now().getTime()}>
      <Prefetched
        ctx={ctx}
        queries={[{ queryKey: connectionsQuery.queryKey, load: () => listConnections(ctx) }]}
      >
        <AppShell>{children}</AppShell>
      </Prefetched>
    </Providers>
  );
}
