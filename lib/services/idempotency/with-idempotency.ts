import {
  findAnswer,
  insertRunningAnswer,
  releaseAnswer,
  storeAnswer,
  takeOverAnswer,
  type AnswerKey,
} from "../../adapters/db/idempotent-answers.ts";
import type { SealedPlace, ServiceContext } from "../context.ts";
import { invalid, ServiceError } from "../errors.ts";

export interface IdempotentAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** How long an answer is repeated. */
const keepMs = 24 * 60 * 60_000;
/** A run that is silent for longer belonged to a process that died: no request takes nearly as long. */
const runningMs = 2 * 60_000;
/** Until then the caller need not ask every second. */
const patientMs = 10_000;
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
  await store(ctx, key, owner, answer);
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
  if (stored === null) throw stillRunning(0); // Released a moment ago: the caller may simply try again.
  const ageMs = owner.createdAt.getTime() - stored.createdAt.getTime();
  if (ageMs >= (stored.status === null ? runningMs : keepMs)) {
    if (await takeOverAnswer(ctx.db, key, stored, owner)) return null;
    throw stillRunning(0);
  }
  if (stored.requestHash !== owner.requestHash) {
    throw invalid("Idempotency-Key", "was used for a different request; use a new key");
  }
  if (stored.status === null) throw stillRunning(ageMs);
  const { status, bodyCipher } = stored;
  if (bodyCipher === null) return { status, body: null };
  return { status, body: JSON.parse(await ctx.sealer.open(placeOf(key), bodyCipher)) as unknown };
}

/**
 * Answers are sealed: a new API key is shown in one, and must not lie about for a day. What was done stays done when
 * storing fails, so the caller gets the answer all the same.
 */
async function store(
  ctx: ServiceContext,
  key: AnswerKey,
  owner: { createdAt: Date },
  { status, body }: IdempotentAnswer,
): Promise<void> {
  try {
    const bodyCipher = await ctx.sealer.seal(placeOf(key), JSON.stringify(body ?? null));
    await storeAnswer(ctx.db, key, owner, { status, bodyCipher });
  } catch (error) {
    ctx.log.warn(
      { error: String(error), organizationId: key.organizationId },
      "An idempotent answer could not be stored.",
    );
  }
}

function placeOf({ organizationId, actorId, key }: AnswerKey): SealedPlace {
  return { organizationId, table: "idempotent_answer", id: `${actorId}/${key}`, field: "body" };
}

/** The run's own error matters more than a key that stays taken for some minutes. */
async function release(ctx: ServiceContext, key: AnswerKey, owner: { createdAt: Date }): Promise<void> {
  try {
    await releaseAnswer(ctx.db, key, owner);
  } catch (error) {
    ctx.log.warn(
      { error: String(error), organizationId: key.organizationId },
      "An idempotency key could not be released.",
    );
  }
}

function stillRunning(ageMs: number): ServiceError {
  return new ServiceError(
    "CONFLICT",
    "A request with this Idempotency-Key is still running. Try again shortly.",
    {
      retryAfterSeconds: ageMs < patientMs ? 1 : patientMs / 1_000,
    },
  );
}
