import type { Metadata } from "next";
import { holdSettingsQuery } from "@/components/holding/queries.ts";
import { HoldingSettings } from "@/components/settings/holding/holding-settings.tsx";
import { NotAllowed } from "@/components/settings/not-allowed.tsx";
import { hasRight } from "@/lib/core/access/rights.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { getHoldSettings } from "@/lib/services/holding/get-hold-settings.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Holding sends" };

export default async function HoldingPage() {
  const ctx = await requirePageContext();
  if (!hasRight(ctx.actor.role, "organization.write"))
    return <NotAllowed title="Holding sends" role={ctx.actor.role} />;
  return (
    <Prefetched
      ctx={ctx}
      queries={[{ queryKey: holdSettingsQuery.queryKey, load: () => getHoldSettings(ctx) }]}
    >
      <HoldingSettings />
    </Prefetched>
  );
}
