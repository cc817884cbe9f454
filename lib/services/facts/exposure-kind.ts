import { storeToldExposures, type ToldExposure } from "../../adapters/db/told-exposures.ts";
import { storeToldSignals, type ToldSignal } from "../../adapters/db/told-signals.ts";
import { judgeExposure, type ToldExposureRow } from "../../core/facts/judge-told.ts";
import { signalOfError } from "../../core/messages/signal-of-error.ts";
import type { FactKind, FactsOrigin } from "./told-batch.ts";

/**
 * Messages that a sender tells of. They are known by the hash of their id, as those of Meta's webhooks are, so that both
 * tell of one message. A failure that says something of the person is a signal too.
 */
export function exposureKind(told: FactsOrigin): FactKind<ToldExposure> {
  return {
    read(value, { times, hasher, hashContact, recordedAt }) {
      const { row, faults } = judgeExposure(value, times);
      if (faults !== null) return faults;
      const hashed = hashContact(row.contact);
      if (hashed.fault !== null) return [{ path: "contact", message: hashed.fault }];
      const { contact, keyVersion, older } = hashed;
      return {
        stored: {
          id: hasher.messageKey(row.id),
          phoneNumberId: row.phoneNumberId,
          contact,
          contactKeyVersion: keyVersion,
          sentAt: isoOf(row.sentAt),
          recordedAt,
          ...statesOf(row),
          errorCode: row.errorCode,
          campaignKey: row.campaign,
          sourceKey: row.source,
          templateKey: row.template,
          category: row.category,
        },
        seen: { current: contact, older },
      };
    },
    merge: mergeTold,
    async store(tx, organizationId, rows) {
      const stored = await storeToldExposures(tx, organizationId, told, rows);
      await storeToldSignals(tx, organizationId, told, rows.flatMap(signalOfFailure));
      return stored;
    },
  };
}

const isoOf = (ms: number) => new Date(ms).toISOString();

/** Each state with its time; a state without one is as old as the message, for all that is known. */
function statesOf(row: ToldExposureRow) {
  const time = (state: ToldExposureRow["status"], at: number | null) =>
    at === null ? (row.status === state ? isoOf(row.sentAt) : null) : isoOf(at);
  return {
    deliveredAt: time("delivered", row.deliveredAt),
    readAt: time("read", row.readAt),
    failedAt: time("failed", row.failedAt),
  };
}

/** What the later telling says, and what only the earlier one says. */
function mergeTold(before: ToldExposure, after: ToldExposure): ToldExposure {
  return {
    ...after,
    deliveredAt: after.deliveredAt ?? before.deliveredAt,
    readAt: after.readAt ?? before.readAt,
    failedAt: after.failedAt ?? before.failedAt,
    errorCode: after.errorCode ?? before.errorCode,
    campaignKey: after.campaignKey ?? before.campaignKey,
    sourceKey: after.sourceKey ?? before.sourceKey,
    templateKey: after.templateKey ?? before.templateKey,
    category: after.category ?? before.category,
  };
}

/** The same id as the webhook of the same failure would give. */
function signalOfFailure(row: ToldExposure): ToldSignal[] {
  const kind = row.failedAt === null ? null : signalOfError(row.errorCode);
  if (kind === null || row.failedAt === null) return [];
  return [
    {
      id: `failed:${row.id}`,
      kind,
      basis: "imported",
      phoneNumberId: row.phoneNumberId,
      contact: row.contact,
      contactKeyVersion: row.contactKeyVersion,
      exposureId: row.id,
      occurredAt: row.failedAt,
      recordedAt: row.recordedAt,
      detail: { via: "failed-status", code: row.errorCode },
    },
  ];
}
