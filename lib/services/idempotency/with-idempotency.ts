import {
  findAnswer,
  insertRunningAnswer,
  releaseAnswer,
  storeAnswer,
  takeOverAnswer,
  type AnswerKey,
} from "../../adapters/db/idempotent-answers.ts";
import type { ServiceContext } from "../context.ts";
import { invalid, ServiceError } from "../errors.ts";

export interface IdempotentAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** How long an answer is repeated. */
const keepMs = 24 * 60 * 60_000;
/** A run that is silent for longer belonged to a process that died. */
const runningMs = 10 * 60_000;
const maxKeyLength = 255;

/**
 * Runs once per key and caller, and repeats the stored answer afterwards. A run that throws leaves no trace, so the
 * caller may try again. A process that dies between the run's commit and storing the answer lets a later request run
 * again: what `run` does must carry its own uniqueness where that matters.
 *
 * @param input.requestHash identifies method, path and body of the request.
 * @throws ServiceError VALIDATION (path "Idempotency-Key") for a key of another request, CONFLICT while it is running.
 */
export async function withIdempotency(
  ctx: ServiceContext,
  input: { readonly key: string; readonly requestHash: string },
  run: () => Promise<IdempotentAnswer>,
): Promise<IdempotentAnswer> {
  if (input.key === "" || input.key.length > maxKeyLength) {
    throw invalid("Idempotency-Key", `must have 1 to ${maxKeyLength} characters`);
  }
  const key: AnswerKey = { organizationId: ctx.organizationId, actorId: ctx.actor.id, key: input.key };
  const owner = { requestHash: input.requestHash, createdAt: ctx.clock.now() };
  const earlier = await claim(ctx, key, owner);
  if (earlier !== null) return earlier;
  let answer: IdempotentAnswer;
  try {
    answer = await run();
  } catch (error) {
    await release(ctx, key, owner);
    throw error;
  }
  await storeAnswer(ctx.db, key, owner, answer);
  return answer;
}

/** Null when the caller may run now. */
async function claim(
  ctx: ServiceContext,
  key: AnswerKey,
  owner: { requestHash: string; createdAt: Date },
): Promise<IdempotentAnswer | null> {
  if (await insertRunningAnswer(ctx.db, key, owner)) return null;
  const stored = await findAnswer(ctx.db, key);
  if (stored === null) throw stillRunning(); // Released a moment ago: the caller may simply try again.
  const ageMs = owner.createdAt.getTime() - stored.createdAt.getTime();
  if (ageMs >= (stored.status === null ? runningMs : keepMs)) {
    if (await takeOverAnswer(ctx.db, key, stored, owner)) return null;
    throw stillRunning();
  }
  if (stored.requestHash !== owner.requestHash) {
    throw invalid("Idempotency-Key", "was used for a different request; use a new key");
  }
  if (stored.status === null) throw stillRunning();
  return { status: stored.status, body: stored.body };
}

/** The run's own error matters more than a key that stays taken for some minutes. */
async function release(ctx: ServiceContext, key: AnswerKey, owner: { createdAt: Date }): Promise<void> {
  try {
    await releaseAnswer(ctx.db, key, owner);
  } catch (error) {
    ctx.log.warn({ error, organizationId: key.organizationId }, "An idempotency key could not be released.");
  }
}

function stillRunning(): ServiceError {
  return new ServiceError(
    "CONFLICT",
    "A request with this Idempotency-Key is still running. Try again shortly.",
    {
      retryAfterSeconds: 1,
    },
  );
}
