import type { Db } from "./open-database.ts";

type AuditValue =
  string | number | boolean | null | readonly AuditValue[] | { readonly [name: string]: AuditValue };
export type AuditDetail = Readonly<Record<string, AuditValue>>;

export interface NewAuditEntry {
  readonly organizationId: string;
  readonly id: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: AuditDetail;
  readonly requestId: string | null;
}

/** Entries are appended and never changed: there is no other function here on purpose. */
export async function appendAuditEntry(db: Db, entry: NewAuditEntry): Promise<void> {
  await db.auditEntry.create({ data: { ...entry, detail: entry.detail } });
}
