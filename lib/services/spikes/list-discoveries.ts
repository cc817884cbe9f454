import { listOpenEvidence } from "../../adapters/db/spikes.ts";
import { falseDiscoveryList } from "../../core/detection/false-discovery.ts";
import { dailySpikes, remembered } from "../../core/detection/spike-settings.ts";
import { streamKinds } from "../../core/detection/stream-stand.ts";
import type { ServicePorts } from "../context.ts";

/** At most this part of the list is expected to be false. */
const level = 0.05;

/**
 * Many numbers at once: which of the spikes that go on belong to a list of which at most 5 % are expected to be false? Every
 * stream of every number that is watched counts as looked at. A stream is taken as it stood when its spike was called.
 */
export async function listDiscoveries(
  ctx: Pick<ServicePorts, "db"> & { readonly organizationId: string },
): Promise<{ spikeIds: ReadonlySet<string>; watchedNumbers: number }> {
  const { spikes, watchedNumbers } = await listOpenEvidence(ctx.db, ctx.organizationId);
  const evidence = spikes.map(({ id, ...rest }) => ({ stream: id, ...rest }));
  const watched = Math.max(watchedNumbers * streamKinds.length, evidence.length);
  const { streams } = falseDiscoveryList(evidence, level, remembered(dailySpikes), watched);
  return { spikeIds: new Set(streams), watchedNumbers };
}
