import type { Metadata } from "next";
import { ApiKeysSettings } from "@/components/settings/api-keys/api-keys-settings.tsx";
import { apiKeysLimit, apiKeysQuery } from "@/components/settings/api-keys/queries.ts";
import { NotAllowed } from "@/components/settings/not-allowed.tsx";
import { hasRight } from "@/lib/core/access/rights.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listApiKeys } from "@/lib/services/api-keys/list.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage() {
  const ctx = await requirePageContext();
  if (!hasRight(ctx.actor.role, "api-keys.write"))
    return <NotAllowed title="API keys" role={ctx.actor.role} />;
  const load = () => listApiKeys(ctx, { limit: apiKeysLimit });
  return (
    <Prefetched ctx={ctx} queries={[{ queryKey: apiKeysQuery.queryKey, load }]}>
      <ApiKeysSettings />
    </Prefetched>
  );
}
