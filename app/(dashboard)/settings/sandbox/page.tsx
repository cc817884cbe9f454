import type { Metadata } from "next";
import { sandboxQuery } from "@/components/sandbox/queries.ts";
import { SandboxSettings } from "@/components/sandbox/sandbox-settings.tsx";
import { NotAllowed } from "@/components/settings/not-allowed.tsx";
import { hasRight } from "@/lib/core/access/rights.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { getSandbox } from "@/lib/services/sandbox/get-sandbox.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Sandbox" };

export default async function SandboxPage() {
  const ctx = await requirePageContext();
  if (!hasRight(ctx.actor.role, "connections.write")) {
    return <NotAllowed title="Sandbox" role={ctx.actor.role} />;
  }
  return (
    <Prefetched
      ctx={ctx}
      queries={[{ queryKey: sandboxQuery.queryKey, load: () => Promise.resolve(getSandbox(ctx)) }]}
    >
      <SandboxSettings />
    </Prefetched>
  );
}
