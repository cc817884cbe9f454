import { storeToldSignals, type ToldSignal } from "../../adapters/db/told-signals.ts";
import { judgeSignal } from "../../core/facts/judge-told.ts";
import type { FactKind, FactsOrigin } from "./told-batch.ts";

/** Events that a sender tells of: complaints to its call centre, blocks that a provider reports, opt-outs on the web. */
export function signalKind(told: FactsOrigin): FactKind<ToldSignal> {
  return {
    read(value, { times, hasher, hashContact, recordedAt }) {
      const { row, faults } = judgeSignal(value, times);
      if (faults !== null) return faults;
      const hashed = row.contact === undefined ? null : hashContact(row.contact);
      if (hashed !== null && hashed.fault !== null) return [{ path: "contact", message: hashed.fault }];
      return {
        stored: {
          id: `told:${hasher.messageKey(`signal ${row.id}`)}`,
          kind: row.kind,
          basis: row.basis,
          phoneNumberId: row.phoneNumberId,
          contact: hashed?.contact ?? null,
          contactKeyVersion: hashed?.keyVersion ?? null,
          exposureId: row.exposureId === null ? null : hasher.messageKey(row.exposureId),
          occurredAt: new Date(row.occurredAt).toISOString(),
          recordedAt,
          detail: { via: "told" },
        },
        seen: hashed === null ? null : { current: hashed.contact, older: hashed.older },
      };
    },
    merge: (_before, after) => after,
    store: (tx, organizationId, rows) => storeToldSignals(tx, organizationId, told, rows),
  };
}
