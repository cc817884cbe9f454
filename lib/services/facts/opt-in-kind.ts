import { storeOptIns, type IncomingOptIn } from "../../adapters/db/opt-ins.ts";
import { judgeOptIn } from "../../core/facts/judge-told.ts";
import type { FactKind, FactsOrigin } from "./told-batch.ts";

/** WhatsApp serves businesses since then. */
const beginning = new Date("2018-01-01T00:00:00Z");

/** Opt-ins. Without an id of the sender's, the same contact at the same source at the same instant is the same opt-in. */
export function optInKind(told: FactsOrigin): FactKind<IncomingOptIn> {
  return {
    read(value, { times, hasher, hashContact, recordedAt }) {
      // Consent does not grow old by itself: today's messages may rest on an opt-in of any age.
      const { row, faults } = judgeOptIn(value, { ...times, oldest: beginning });
      if (faults !== null) return faults;
      const hashed = hashContact(row.contact);
      if (hashed.fault !== null) return [{ path: "contact", message: hashed.fault }];
      const { contact, keyVersion, older, stableKey } = hashed;
      const self = row.id === null ? `at ${stableKey} ${row.source} ${row.optedInAt}` : `id ${row.id}`;
      return {
        stored: {
          id: hasher.messageKey(`opt-in ${self}`),
          contact,
          contactKeyVersion: keyVersion,
          source: row.source,
          optedInAt: new Date(row.optedInAt).toISOString(),
          recordedAt,
          evidence: row.evidence,
        },
        seen: { current: contact, older },
      };
    },
    merge: (before, after) => ({ ...after, evidence: after.evidence ?? before.evidence }),
    store: (tx, organizationId, rows) => storeOptIns(tx, organizationId, told, rows),
  };
}
