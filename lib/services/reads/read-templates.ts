import { appendAssetChanges, type NewAssetChange } from "../../adapters/db/asset-changes.ts";
import {
  lockTemplates,
  markTemplatesMissing,
  upsertTemplates,
  type StoredTemplate,
} from "../../adapters/db/message-templates.ts";
import { recordUnknownWords } from "../../adapters/db/unknown-words.ts";
import { diffAsset, trackedTemplateValues } from "../../core/collection/diff-asset.ts";
import type { PagedSightings, TemplateSighting } from "../../core/collection/graph-api-port.ts";
import { unknownWordsOfTemplates } from "../../core/collection/known-words.ts";
import { rankedRatings } from "../../core/quality/rating.ts";
import type { ServicePorts } from "../context.ts";
import { readDone, storeUnderLease, type ReadJob, type ReadResult } from "./read-job.ts";

/** Reads all templates of a WABA: newest state, every change of status, score and category, and which are gone. */
export async function readTemplates(job: ReadJob): Promise<ReadResult> {
  const { ports, read } = job;
  const answer = await ports.graphApi.listTemplates(job.credentials, read.wabaId, job.dropped);
  const spent = { calls: answer.calls, usage: answer.usage };
  if (!answer.ok) return { ...readDone, ...spent, trouble: answer.trouble };
  await store(job, answer.value, ports.clock.now());
  const { trouble, droppedFields } = answer.value;
  return { ...readDone, ...spent, trouble, refused: droppedFields };
}

async function store(job: ReadJob, seen: PagedSightings<TemplateSighting>, at: Date): Promise<void> {
  const { ports, read } = job;
  const { organizationId, wabaId, connectionId } = read;
  const ids = seen.items.map((item) => item.id);
  await storeUnderLease(job, async (tx) => {
    const before = new Map((await lockTemplates(tx, organizationId, ids)).map((row) => [row.id, row]));
    await upsertTemplates(
      tx,
      { organizationId, wabaId, observedAt: at },
      seen.items.map((sighting) => ({
        sighting,
        rankedScore:
          rankedRatings.find((rating) => rating === sighting.qualityScore) ??
          before.get(sighting.id)?.rankedScore ??
          null,
      })),
    );
    await appendAssetChanges(
      tx,
      { organizationId, occurredAt: at, recordedAt: at, source: "poll", reference: null },
      seen.items.flatMap((sighting) => changesOf(ports, sighting, before.get(sighting.id) ?? null, at)),
    );
    // An incomplete list proves nothing about the templates it does not hold (docs/faults.md F08).
    if (seen.complete) await markTemplatesMissing(tx, { organizationId, wabaId, at }, ids);
    await recordUnknownWords(tx, { organizationId, connectionId, at }, unknownWordsOfTemplates(seen.items));
  });
}

function changesOf(
  ports: Pick<ServicePorts, "random">,
  sighting: TemplateSighting,
  before: StoredTemplate | null,
  at: Date,
): NewAssetChange[] {
  return diffAsset(before?.values ?? null, trackedTemplateValues(sighting)).map((change) => ({
    ...change,
    id: ports.random.id(at),
    subjectKind: "template",
    subjectId: sighting.id,
    notBefore: before?.observedAt ?? null,
  }));
}
