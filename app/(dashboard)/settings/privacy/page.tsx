import type { Metadata } from "next";
import { NotAllowed } from "@/components/settings/not-allowed.tsx";
import { PrivacySettings } from "@/components/settings/privacy/privacy-settings.tsx";
import { contactKeysQuery, organizationQuery } from "@/components/settings/privacy/queries.ts";
import { hasRight } from "@/lib/core/access/rights.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listContactKeys } from "@/lib/services/contacts/list-contact-keys.ts";
import { getOrganization } from "@/lib/services/organization/get-organization.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Privacy" };

export default async function PrivacyPage() {
  const ctx = await requirePageContext();
  if (!hasRight(ctx.actor.role, "contact-keys.write"))
    return <NotAllowed title="Privacy" role={ctx.actor.role} />;
  return (
    <Prefetched
      ctx={ctx}
      queries={[
        { queryKey: contactKeysQuery.queryKey, load: () => listContactKeys(ctx) },
        { queryKey: organizationQuery.queryKey, load: () => getOrganization(ctx) },
      ]}
    >
      <PrivacySettings />
    </Prefetched>
  );
}
