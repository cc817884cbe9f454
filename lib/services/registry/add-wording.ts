import { lockEntries } from "../../adapters/db/registry-entries.ts";
import { insertNextWording } from "../../adapters/db/source-wordings.ts";
import type { AddSourceWordingBody, SourceWordingDto } from "../../contracts/registry.ts";
import { entryRefusal, entryState } from "../../core/registry/entry-state.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid, notFound, ServiceError } from "../errors.ts";
import { appendEvidence } from "../evidence/append-evidence.ts";
import { requireRight } from "../require-right.ts";
import { recordAct } from "./record-act.ts";
import { earliestYear } from "./method-launch.ts";
import { readBusinessNames } from "../wordings/business-names.ts";
import { toSourceWordingDto } from "./source-wording-dto.ts";

/**
 * Adds the next version of what people read at a source. Versions are never changed: what somebody agreed to stays.
 *
 * @throws ServiceError NOT_FOUND, CONFLICT for a merged source, VALIDATION (effectiveAt) for a time before 2000.
 */
export async function addSourceWording(
  ctx: ServiceContext,
  sourceId: string,
  body: AddSourceWordingBody,
): Promise<SourceWordingDto> {
  requireRight(ctx, "registry.write");
  const { organizationId } = ctx;
  const effectiveAt = new Date(body.effectiveAt);
  if (!(effectiveAt.getUTCFullYear() >= earliestYear)) {
    throw invalid("effectiveAt", `must be in the year ${earliestYear} or later`);
  }
  const names = await readBusinessNames(ctx);
  return inTransaction(ctx, async (tx) => {
    const source = (await lockEntries(tx, "opt-in-source", organizationId, [sourceId])).get(sourceId);
    if (source === undefined) throw notFound("The opt-in source");
    const refusal = entryRefusal("opt-in-source", entryState(source.state), "change");
    if (refusal !== null) throw new ServiceError("CONFLICT", refusal);
    const now = ctx.clock.now();
    const wording = await insertNextWording(tx, {
      organizationId,
      id: ctx.random.id(now),
      sourceId,
      language: body.language,
      text: body.text,
      url: body.url ?? null,
      effectiveAt,
      createdAt: now,
      createdBy: ctx.actor.id,
    });
    const { version, language } = wording;
    await recordAct(tx, ctx, { kind: "opt-in-source", id: sourceId }, "add-wording", [
      { action: "wording", detail: { version, language }, occurredAt: effectiveAt },
    ]);
    await appendEvidence(tx, ctx, [
      {
        id: wording.id,
        kind: "wording",
        activationMethodId: source.activationMethodId,
        sourceId,
        occurredAt: effectiveAt,
        body: { version, language, text: wording.text, url: wording.url },
      },
    ]);
    return toSourceWordingDto(wording, names);
  });
}
