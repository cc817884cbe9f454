import type { Metadata } from "next";
import { spikeQuery } from "@/components/spikes/queries.ts";
import { SpikePage } from "@/components/spikes/spike-page.tsx";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { getSpike } from "@/lib/services/spikes/get-spike.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Spike" };

export default async function Page({ params }: { params: Promise<{ spikeId: string }> }) {
  const ctx = await requirePageContext();
  const spikeId = decodeURIComponent((await params).spikeId);
  const queries = [{ queryKey: spikeQuery(spikeId).queryKey, load: () => getSpike(ctx, spikeId) }];
  return (
    <Prefetched ctx={ctx} queries={queries}>
      <SpikePage spikeId={spikeId} />
    </Prefetched>
  );
}
