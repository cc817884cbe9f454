import { appendChanges, lockNumbers, markMissing, upsertNumbers } from "../../adapters/db/phone-numbers.ts";
import { assertPollLease, type LeasedPollRun } from "../../adapters/db/poll-runs.ts";
import { appendTransitions, type NewTransition } from "../../adapters/db/transitions.ts";
import { recordUnknownWords } from "../../adapters/db/unknown-words.ts";
import { listDroppedFields, markWabaPolled, recordWabaPoll } from "../../adapters/db/wabas.ts";
import { diffSighting, trackedValues } from "../../core/collection/diff-sighting.ts";
import { missedPollsAllowed } from "../../core/collection/freshness.ts";
import { explainTrouble } from "../../core/collection/explain-trouble.ts";
import type { PagedSightings, PhoneNumberSighting } from "../../core/collection/graph-api-port.ts";
import { unknownWordsOfNumbers } from "../../core/collection/known-words.ts";
import { ratingStep } from "../../core/detection/rating-transition.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { droppedFieldTransitions } from "../reads/dropped-field-transitions.ts";

/** Another process has taken the round over: this one must not write any more. */
export class PollLeaseLost extends Error {
  override readonly name = "PollLeaseLost";
}

export interface WabaSightings {
  readonly wabaId: string;
  readonly observedAt: Date;
  readonly pollIntervalSeconds: number;
  readonly callCount: number;
  readonly sightings: PagedSightings<PhoneNumberSighting>;
  /** All fields left out for this WABA, remembered ones included ("v25.0:field"). */
  readonly droppedFields: readonly string[];
}

/**
 * Stores what one answer said about one WABA: newest state, every change, and the transitions that people may need
 * to hear of, in one transaction under the round's lease. Running it twice changes nothing.
 *
 * @returns how many values changed.
 * @throws PollLeaseLost
 */
export async function storeWabaSightings(
  ports: ServicePorts,
  run: LeasedPollRun,
  seen: WabaSightings,
): Promise<number> {
  const { organizationId, connectionId } = run;
  const place = { organizationId, connectionId, wabaId: seen.wabaId, observedAt: seen.observedAt };
  const items = seen.sightings.items;
  return inTransaction(ports, async (tx) => {
    if (!(await assertPollLease(tx, run))) throw new PollLeaseLost();
    const ids = items.map((item) => item.id);
    const before = new Map((await lockNumbers(tx, organizationId, ids)).map((number) => [number.id, number]));
    const outcomes = items.map((sighting) =>
      judge(sighting, before.get(sighting.id) ?? null, seen.observedAt),
    );

    await upsertNumbers(
      tx,
      place,
      outcomes.map((outcome) => outcome.state),
    );
    const changes = outcomes.flatMap((outcome) => outcome.changes);
    await appendChanges(
      tx,
      { organizationId, occurredAt: seen.observedAt, source: "poll", pollRunId: run.pollRunId },
      changes.map((change) => ({ ...change, id: ports.random.id(seen.observedAt) })),
    );
    const transitions = outcomes.flatMap((outcome): NewTransition[] =>
      outcome.step === null
        ? []
        : [
            {
              id: ports.random.id(seen.observedAt),
              subjectKind: "phone-number",
              subjectId: outcome.state.sighting.id,
              field: "quality_rating",
              occurredAt: seen.observedAt,
              ...outcome.step,
            },
          ],
    );
    // A field that was never told for this WABA has not vanished.
    if (before.size > 0) {
      const remembered = await listDroppedFields(tx, { organizationId, id: seen.wabaId });
      const fields = { before: remembered, after: seen.droppedFields, at: seen.observedAt };
      transitions.push(...droppedFieldTransitions(ports, seen.wabaId, fields));
    }
    await appendTransitions(tx, organizationId, seen.observedAt, transitions);
    await recordUnknownWords(
      tx,
      { organizationId, connectionId, at: seen.observedAt },
      unknownWordsOfNumbers(items),
    );
    // An incomplete list proves nothing about the numbers it does not hold (docs/faults.md F08).
    if (seen.sightings.complete) {
      await markMissing(tx, { organizationId, wabaId: seen.wabaId, at: seen.observedAt }, ids);
    }
    await markWabaPolled(
      tx,
      { organizationId, id: seen.wabaId },
      {
        at: seen.observedAt,
        blindAfterSeconds: seen.pollIntervalSeconds * missedPollsAllowed,
        droppedFields: seen.droppedFields,
      },
    );
    const trouble = seen.sightings.trouble;
    await recordWabaPoll(tx, run, seen.observedAt, {
      wabaId: seen.wabaId,
      outcome: seen.sightings.complete ? "complete" : "incomplete",
      numberCount: items.length,
      callCount: seen.callCount,
      error: trouble === null ? null : explainTrouble(trouble),
    });
    return changes.length;
  });
}

function judge(
  sighting: PhoneNumberSighting,
  before: Awaited<ReturnType<typeof lockNumbers>>[number] | null,
  observedAt: Date,
) {
  const values = trackedValues(sighting);
  const notBefore = before?.observedAt ?? null;
  const changes = diffSighting(before?.values ?? null, values).map((change) => ({
    ...change,
    phoneNumberId: sighting.id,
    notBefore,
  }));
  const step = ratingStep(before?.rankedRating ?? null, sighting.qualityRating);
  const ratingChanged = changes.some((change) => change.field === "quality_rating");
  const firstGreen =
    (before?.rankedRating ?? null) === null && sighting.qualityRating === "GREEN" ? ("GREEN" as const) : null;
  return {
    changes,
    step,
    state: {
      sighting,
      rankedRating: step?.to ?? before?.rankedRating ?? firstGreen,
      ratingSince: ratingChanged ? observedAt : (before?.ratingSince ?? null),
    },
  };
}
