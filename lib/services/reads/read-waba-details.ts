import { appendAssetChanges, type NewAssetChange } from "../../adapters/db/asset-changes.ts";
import { makeReadDue } from "../../adapters/db/scheduled-reads.ts";
import { recordUnknownWords } from "../../adapters/db/unknown-words.ts";
import { lockWabaValues, updateWabaDetails } from "../../adapters/db/waba-details.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { diffAsset, trackedWabaValues } from "../../core/collection/diff-asset.ts";
import type { WabaDetails } from "../../core/collection/graph-api-port.ts";
import { unknownWordsOfWaba } from "../../core/collection/known-words.ts";
import { storePortfolio } from "../polls/store-portfolio.ts";
import { readDone, storeUnderLease, type ReadJob, type ReadResult } from "./read-job.ts";

/** Reads a WABA's own node: review, health, owner, and whether template analytics are switched on. */
export async function readWabaDetails(job: ReadJob): Promise<ReadResult> {
  const { ports, read } = job;
  const answer = await ports.graphApi.readWabaDetails(job.credentials, read.wabaId, job.dropped);
  const spent = { calls: answer.calls, usage: answer.usage };
  if (!answer.ok) return { ...readDone, ...spent, trouble: answer.trouble };
  const { details, droppedFields } = answer.value;
  const at = ports.clock.now();
  const switchedOn = await storeUnderLease(job, (tx) => store(tx, job, details, at));
  // Not in the transaction above: that row may belong to another process just now.
  if (switchedOn) await makeReadDue(ports.db, { ...read, kind: "template-analytics" });
  return { ...readDone, ...spent, refused: droppedFields };
}

/** @returns whether template analytics were found switched on that were not before. */
async function store(tx: Db, { ports, read }: ReadJob, details: WabaDetails, at: Date): Promise<boolean> {
  const { organizationId, connectionId } = read;
  const before = await lockWabaValues(tx, { organizationId, id: read.wabaId });
  const after = trackedWabaValues(details);
  const changes = diffAsset(before?.values ?? null, after).map((change): NewAssetChange => ({
    ...change,
    id: ports.random.id(at),
    subjectKind: "waba",
    subjectId: read.wabaId,
    notBefore: before?.detailsAt ?? null,
  }));
  await updateWabaDetails(tx, organizationId, { ...details, id: read.wabaId }, at);
  const place = { organizationId, occurredAt: at, recordedAt: at, source: "poll" as const, reference: null };
  await appendAssetChanges(tx, place, changes);
  if (details.portfolioId !== null && details.messagingLimit !== null) {
    await storePortfolio(
      tx,
      ports,
      { organizationId, connectionId, at, from: "waba" },
      {
        id: details.portfolioId,
        name: null,
        verificationStatus: null,
        messagingLimit: details.messagingLimit,
      },
    );
  }
  await recordUnknownWords(tx, { organizationId, connectionId, at }, unknownWordsOfWaba(details));
  return details.insightsEnabled === true && before !== null && before.values["insights_enabled"] !== "true";
}
