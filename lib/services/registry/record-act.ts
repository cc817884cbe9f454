import type { AuditDetail } from "../../adapters/db/audit.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { appendRegistryChanges } from "../../adapters/db/registry-changes.ts";
import type { EntryKind } from "../../core/registry/entry-state.ts";
import { isMethodMove } from "../../core/registry/method-transition.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { ServiceContext } from "../context.ts";
import { appendEvidence } from "../evidence/append-evidence.ts";

export type SubjectKind = EntryKind | "activation-method";

/** What happened to an entry of the registry, for its history. */
export interface RegistryAct {
  readonly action:
    | "created"
    | "claimed"
    | "renamed"
    | "changed"
    | "merged"
    | "split-off"
    | "wording"
    | "launched"
    | "held"
    | "resumed"
    | "retired"
    | "review-asked"
    | "review-approved"
    | "review-refused";
  readonly detail: AuditDetail;
  /** Absent: now. */
  readonly occurredAt?: Date;
  /** Absent: the subject of the act. Present for the other side of a merge. */
  readonly subjectId?: string;
}

/**
 * Writes the history of an act and its audit entry, and seals the moves of a method as evidence. Call it with the transaction of the change, so that none of the
 * three exists without the others.
 *
 * @param audit the verb after the subject's kind, as in opt-in-source.merge.
 */
export async function recordAct(
  db: Db,
  ctx: ServiceContext,
  subject: { readonly kind: SubjectKind; readonly id: string },
  audit: string,
  acts: readonly RegistryAct[],
): Promise<void> {
  const now = ctx.clock.now();
  const changes = acts.map(({ action, detail, occurredAt = now, subjectId = subject.id }) => ({
    organizationId: ctx.organizationId,
    id: ctx.random.id(now),
    subjectKind: subject.kind,
    subjectId,
    action,
    detail,
    occurredAt,
    recordedAt: now,
    actorName: ctx.actor.name,
  }));
  await appendRegistryChanges(db, changes);
  if (subject.kind === "activation-method") {
    await appendEvidence(
      db,
      ctx,
      changes.filter(isMethodMove).map(({ id, action, detail, occurredAt, subjectId }) => ({
        id,
        kind: "move",
        activationMethodId: subjectId,
        occurredAt,
        body: { action, detail },
      })),
    );
  }
  const own = acts.filter(({ subjectId }) => subjectId === undefined);
  await recordAudit(db, ctx, {
    action: `${subject.kind}.${audit}`,
    subject: subject.id,
    detail: Object.assign({}, ...own.map(({ detail }) => detail)) as AuditDetail,
  });
}
