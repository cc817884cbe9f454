import type { AssetFieldChange } from "../../core/collection/diff-asset.ts";
import type { Db } from "./open-database.ts";

export interface NewAssetChange extends AssetFieldChange {
  readonly id: string;
  readonly subjectKind: "portfolio" | "waba" | "template";
  readonly subjectId: string;
  /** The last moment the old value was seen; null on a first sighting. */
  readonly notBefore: Date | null;
}

/** Appends changes of portfolios, WABAs and templates in one statement. */
export async function appendAssetChanges(
  db: Db,
  place: {
    organizationId: string;
    occurredAt: Date;
    recordedAt: Date;
    source: "poll" | "webhook" | "import";
    /** The webhook delivery or the history import that told of it. */
    reference: string | null;
  },
  changes: readonly NewAssetChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map((change) => ({
    id: change.id,
    subject_kind: change.subjectKind,
    subject_id: change.subjectId,
    field: change.field,
    from_value: change.from,
    to_value: change.to,
    not_before: change.notBefore?.toISOString() ?? null,
  }));
  await db.$executeRaw`
    insert into asset_change (organization_id, subject_kind, subject_id, id, field, from_value, to_value, not_before,
      occurred_at, recorded_at, source, reference)
    select ${place.organizationId}, r.subject_kind, r.subject_id, r.id, r.field, r.from_value, r.to_value, r.not_before,
      ${place.occurredAt}, ${place.recordedAt}, ${place.source}, ${place.reference}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, subject_kind text, subject_id text,
      field text, from_value text, to_value text, not_before timestamptz)`;
}
