import { createHash } from "node:crypto";
import type { PrismaClient } from "../../adapters/db/generated/client.ts";
import { storeOptIns } from "../../adapters/db/opt-ins.ts";
import { storeToldExposures } from "../../adapters/db/told-exposures.ts";
import { storeToldSignals } from "../../adapters/db/told-signals.ts";

interface ToldOptIn {
  readonly person: string;
  readonly source: string;
  readonly at: Date;
}
interface ToldMessage {
  readonly id: string;
  readonly person: string | null;
  readonly at: Date;
  readonly number?: string;
  readonly deliveredAt?: Date | null;
  readonly errorCode?: number;
  readonly campaign?: string;
  readonly category?: string;
  readonly template?: string;
}
interface ToldEvent {
  readonly id: string;
  readonly kind: string;
  readonly person: string | null;
  readonly at: Date;
  readonly number?: string;
}

/** A person as facts name them: a hash, in hexadecimal. */
export const hashOf = (person: string) => createHash("sha256").update(person).digest("hex");

const told = { origin: "api", importId: null } as const;
const recordedAt = "2026-06-01T00:00:00.000Z";

/** Facts as the API stores them, from few words. Not counted yet. Number "n1" unless said otherwise. */
export function toldFacts(database: { readonly client: PrismaClient }, organizationId = "default") {
  const who = (person: string | null) => ({
    contact: person === null ? null : hashOf(person),
    contactKeyVersion: person === null ? null : 1,
  });
  return {
    optIns: (rows: readonly ToldOptIn[]) =>
      storeOptIns(
        database.client,
        organizationId,
        told,
        rows.map(({ person, source, at }) => ({
          id: `opt-in ${person} ${source} ${at.getTime()}`,
          contact: hashOf(person),
          contactKeyVersion: 1,
          source,
          optedInAt: at.toISOString(),
          recordedAt,
          evidence: null,
        })),
      ),
    messages: (rows: readonly ToldMessage[]) =>
      storeToldExposures(
        database.client,
        organizationId,
        told,
        rows.map((row) => ({
          id: row.id,
          phoneNumberId: row.number ?? "n1",
          ...who(row.person),
          sentAt: row.at.toISOString(),
          recordedAt,
          deliveredAt: row.deliveredAt?.toISOString() ?? null,
          readAt: null,
          failedAt: row.errorCode === undefined ? null : row.at.toISOString(),
          errorCode: row.errorCode ?? null,
          campaignKey: row.campaign ?? null,
          sourceKey: null,
          templateKey: row.template ?? null,
          category: row.category ?? null,
        })),
      ),
    events: (rows: readonly ToldEvent[]) =>
      storeToldSignals(
        database.client,
        organizationId,
        told,
        rows.map((row) => ({
          id: row.id,
          kind: row.kind,
          basis: "imported",
          phoneNumberId: row.number ?? "n1",
          ...who(row.person),
          exposureId: null,
          occurredAt: row.at.toISOString(),
          recordedAt,
          detail: {},
        })),
      ),
  };
}
