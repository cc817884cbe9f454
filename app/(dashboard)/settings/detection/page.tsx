import type { Metadata } from "next";
import { DetectionSettings } from "@/components/settings/detection/detection-settings.tsx";
import { NotAllowed } from "@/components/settings/not-allowed.tsx";
import { organizationQuery } from "@/components/settings/privacy/queries.ts";
import { hasRight } from "@/lib/core/access/rights.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { getOrganization } from "@/lib/services/organization/get-organization.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Detection" };

export default async function DetectionPage() {
  const ctx = await requirePageContext();
  if (!hasRight(ctx.actor.role, "organization.write"))
    return <NotAllowed title="Detection" role={ctx.actor.role} />;
  return (
    <Prefetched
      ctx={ctx}
      queries={[{ queryKey: organizationQuery.queryKey, load: () => getOrganization(ctx) }]}
    >
      <DetectionSettings />
    </Prefetched>
  );
}
