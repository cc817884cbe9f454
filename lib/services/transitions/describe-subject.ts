import type { Db } from "../../adapters/db/open-database.ts";
import type { StoredTransition } from "../../adapters/db/transitions.ts";
import { incidentKindOf } from "../../core/alerting/incident-step.ts";
import type { IncidentSubject } from "../../core/alerting/incident-words.ts";
import { decideMessagingLimit, messagingLimitLabel } from "../../core/quality/messaging-limit.ts";

export interface DescribedSubject extends IncidentSubject {
  /** Ids for programs: what the incident is about. */
  readonly ids: Record<string, string>;
}

/** The names and figures that the words about a transition need. */
export async function describeSubject(db: Db, transition: StoredTransition): Promise<DescribedSubject> {
  const { organizationId, subjectId: id } = transition;
  const base = {
    kind: incidentKindOf(transition.field),
    from: transition.from,
    to: transition.to,
    seenAt: transition.occurredAt,
  };
  if (transition.subjectKind === "connection") {
    const connection = await db.connection.findUnique({
      where: { organizationId_id: { organizationId, id } },
    });
    return {
      ...base,
      name: connection?.name ?? id,
      wabaName: null,
      heldUntil: null,
      messagingLimit: null,
      sandbox: connection?.kind === "sandbox",
      ids: { connectionId: id },
    };
  }
  const number = await db.phoneNumber.findUnique({ where: { organizationId_id: { organizationId, id } } });
  const change = await db.phoneNumberChange.findFirst({
    where: { organizationId, phoneNumberId: id, field: "quality_rating", occurredAt: transition.occurredAt },
  });
  const waba =
    number === null
      ? null
      : await db.waba.findUnique({ where: { organizationId_id: { organizationId, id: number.wabaId } } });
  const connection =
    number === null
      ? null
      : await db.connection.findUnique({
          where: { organizationId_id: { organizationId, id: number.connectionId } },
        });
  const limit = decideMessagingLimit(number?.portfolioLimit ?? null, number?.legacyLimit ?? null).raw;
  return {
    ...base,
    name: numberName(number, id),
    wabaName: waba?.name ?? null,
    heldUntil: change?.notBefore ?? null,
    messagingLimit: limit === null ? null : messagingLimitLabel(limit),
    sandbox: connection?.kind === "sandbox",
    ids: { phoneNumberId: id, ...(number === null ? {} : { wabaId: number.wabaId }) },
  };
}

function numberName(
  number: { verifiedName: string | null; displayPhoneNumber: string | null } | null,
  id: string,
): string {
  const display = number?.displayPhoneNumber ?? `number ${id}`;
  const name = number?.verifiedName ?? null;
  return name === null ? display : `${name} (${display})`;
}
