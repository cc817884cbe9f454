import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

interface Range {
  readonly from: Date;
  readonly to: Date;
}

export interface WordingMark {
  readonly id: string;
  readonly at: Date;
  readonly version: number;
  readonly language: string;
  readonly sourceId: string;
  readonly sourceName: string;
}

/** When people began to read another wording, in [from, to); of these sources, or of all. The newest first. */
export async function listWordingMarks(
  db: Db,
  organizationId: string,
  { from, to }: Range,
  sourceKeys: readonly string[] | null,
  take: number,
): Promise<WordingMark[]> {
  return db.$queryRaw<WordingMark[]>`
    select w.id, w.effective_at as at, w.version, w.language, s.id as "sourceId", s.name as "sourceName"
    from opt_in_source s
    join source_wording w on w.organization_id = s.organization_id and w.source_id = s.id
    where s.organization_id = ${organizationId} and w.effective_at >= ${from} and w.effective_at < ${to}
      ${sourceKeys === null ? Prisma.empty : Prisma.sql`and s.key = any(${[...sourceKeys]}::text[])`}
    order by w.effective_at desc, w.id desc limit ${take}`;
}

export interface TemplateMark {
  readonly id: string;
  readonly at: Date;
  readonly name: string;
  readonly language: string;
  readonly status: string;
}

/**
 * Templates that stopped being approved, or were approved again, in [from, to). Of templates of these names, or of the
 * WABAs of these numbers; null: any. The newest first.
 */
export async function listTemplateMarks(
  db: Db,
  organizationId: string,
  { from, to }: Range,
  only: { readonly names: readonly string[] | null; readonly numbers: readonly string[] | null },
  take: number,
): Promise<TemplateMark[]> {
  const { names, numbers } = only;
  return db.$queryRaw<TemplateMark[]>`
    select c.id, c.occurred_at as at, t.name, t.language, c.to_value as status
    from asset_change c
    join message_template t on t.organization_id = c.organization_id and t.id = c.subject_id
    where c.organization_id = ${organizationId} and c.subject_kind = 'template' and c.field = 'status'
      and c.occurred_at >= ${from} and c.occurred_at < ${to}
      and c.from_value is distinct from c.to_value and c.to_value is not null
      -- A new template's way to its first approval says nothing of what was sent.
      and (c.from_value = 'APPROVED' or c.to_value = 'APPROVED' and c.from_value in ('PAUSED', 'DISABLED', 'FLAGGED'))
      ${names === null ? Prisma.empty : Prisma.sql`and t.name = any(${[...names]}::text[])`}
      ${
        numbers === null
          ? Prisma.empty
          : Prisma.sql`and t.waba_id in (select n.waba_id from phone_number n
              where n.organization_id = ${organizationId} and n.id = any(${[...numbers]}::text[]))`
      }
    order by c.occurred_at desc, c.id desc limit ${take}`;
}
