import type { DeclaredKind } from "../../core/registry/declared-kinds.ts";
import type { EntryKind } from "../../core/registry/entry-state.ts";
import { kindsColumn } from "./declared-kinds-column.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** An opt-in source or a campaign. */
export interface StoredEntry {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  /** Of a source; always null for a campaign. */
  readonly activationMethodId: string | null;
  /** Of a source: ISO 3166-1 alpha-2; null where nobody has said it, and for a campaign. */
  readonly country: string | null;
  /** Of a source: in the order of core/registry/declared-kinds.ts; null where nothing is declared, and for a campaign. */
  readonly declaredKinds: readonly DeclaredKind[] | null;
  readonly owner: string | null;
  readonly tags: readonly string[];
  readonly state: string;
  readonly mergedInto: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date | null;
}

export interface EntryFilter {
  readonly state?: string | undefined;
  /** Part of a name or key, in any case. */
  readonly q?: string | undefined;
  /** Sources of this method only. */
  readonly activationMethodId?: string | undefined;
}

const tables: Readonly<Record<EntryKind, Prisma.Sql>> = {
  "opt-in-source": Prisma.sql`opt_in_source`,
  campaign: Prisma.sql`campaign`,
};

function rowsOf(kind: EntryKind, organizationId: string): Prisma.Sql {
  const ofSource = (column: Prisma.Sql, type = Prisma.sql`text`) =>
    kind === "opt-in-source" ? column : Prisma.sql`null::${type}`;
  return Prisma.sql`
    select id, key, name, ${ofSource(Prisma.sql`activation_method_id`)} as "activationMethodId",
      ${ofSource(Prisma.sql`country`)} as country,
      ${ofSource(Prisma.sql`declared_kinds`, Prisma.sql`jsonb`)} as "declaredKinds", owner, tags, state, merged_into as "mergedInto",
      created_at as "createdAt", created_by as "createdBy", updated_at as "updatedAt"
    from ${tables[kind]} where organization_id = ${organizationId}`;
}

/** False when the organization has an entry with this key already; nothing is changed then. */
export async function insertEntryIfAbsent(
  db: Db,
  kind: EntryKind,
  organizationId: string,
  entry: StoredEntry,
): Promise<boolean> {
  const { activationMethodId, country, declaredKinds, ...common } = entry;
  const row = { ...common, tags: [...entry.tags], organizationId };
  const { count } =
    kind === "campaign"
      ? await db.campaign.createMany({ data: [row], skipDuplicates: true })
      : await db.optInSource.createMany({
          data: [{ ...row, activationMethodId, country, declaredKinds: kindsColumn(declaredKinds) }],
          skipDuplicates: true,
        });
  return count === 1;
}

/** These entries, held until the transaction ends; always in the same order, so that two merges cannot block each other. */
export async function lockEntries(
  db: Db,
  kind: EntryKind,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, StoredEntry>> {
  const rows = await db.$queryRaw<StoredEntry[]>`
    ${rowsOf(kind, organizationId)} and id = any(${[...ids]}::text[]) order by id for update`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** The id behind a key, or null. */
export async function findEntryId(
  db: Db,
  kind: EntryKind,
  organizationId: string,
  key: string,
): Promise<string | null> {
  const where = { organizationId_key: { organizationId, key } };
  const select = { id: true };
  const row =
    kind === "campaign"
      ? await db.campaign.findUnique({ where, select })
      : await db.optInSource.findUnique({ where, select });
  return row?.id ?? null;
}

export async function findEntry(
  db: Db,
  kind: EntryKind,
  organizationId: string,
  id: string,
): Promise<StoredEntry | null> {
  const [row] = await db.$queryRaw<StoredEntry[]>`${rowsOf(kind, organizationId)} and id = ${id}`;
  return row ?? null;
}

/** Newest first; starts after the entry with the id `after`. */
export async function listEntryRows(
  db: Db,
  kind: EntryKind,
  organizationId: string,
  page: EntryFilter & { readonly after: string | null; readonly take: number },
): Promise<StoredEntry[]> {
  const { state, q, activationMethodId, after, take } = page;
  const conditions = [
    ...(after === null ? [] : [Prisma.sql`id < ${after}`]),
    ...(state === undefined ? [] : [Prisma.sql`state = ${state}`]),
    ...(q === undefined ? [] : [Prisma.sql`position(lower(${q}) in lower(name || chr(10) || key)) > 0`]),
    ...(activationMethodId === undefined || kind === "campaign"
      ? []
      : [Prisma.sql`activation_method_id = ${activationMethodId}`]),
  ];
  const where = conditions.length === 0 ? Prisma.empty : Prisma.sql`and ${Prisma.join(conditions, " and ")}`;
  return db.$queryRaw<StoredEntry[]>`
    ${rowsOf(kind, organizationId)} ${where} order by id desc limit ${take}`;
}

/** The entries that these are merged into, and those that are merged into these. */
export async function findMergeNeighbours(
  db: Db,
  kind: EntryKind,
  organizationId: string,
  entries: readonly StoredEntry[],
): Promise<StoredEntry[]> {
  const targets = entries.flatMap(({ mergedInto }) => (mergedInto === null ? [] : [mergedInto]));
  const ids = entries.map(({ id }) => id);
  return db.$queryRaw<StoredEntry[]>`
    ${rowsOf(kind, organizationId)} and (id = any(${targets}::text[]) or merged_into = any(${ids}::text[]))
    order by key`;
}

/** Writes what may change of an entry. Hold it with `lockEntries` since reading it. */
export async function saveEntry(
  db: Db,
  kind: EntryKind,
  organizationId: string,
  entry: StoredEntry,
): Promise<void> {
  const { id, name, owner, state, mergedInto, updatedAt, activationMethodId, country, declaredKinds } = entry;
  const where = { organizationId_id: { organizationId, id } };
  const data = { name, owner, tags: [...entry.tags], state, mergedInto, updatedAt };
  if (kind === "campaign") await db.campaign.update({ where, data });
  else {
    const ofSource = { activationMethodId, country, declaredKinds: kindsColumn(declaredKinds) };
    await db.optInSource.update({ where, data: { ...data, ...ofSource } });
  }
}

/** Sources of a method, and those merged into one of them, by key. */
export async function listSourcesOfMethod(
  db: Db,
  organizationId: string,
  activationMethodId: string,
): Promise<StoredEntry[]> {
  return db.$queryRaw<StoredEntry[]>`
    ${rowsOf("opt-in-source", organizationId)} and (activation_method_id = ${activationMethodId}
      or merged_into in (select s.id from opt_in_source s where s.organization_id = ${organizationId}
        and s.activation_method_id = ${activationMethodId} and s.state <> 'merged'))
    order by key`;
}

/** Any fixed number, with the organization's hash: who brings a registry in does so alone. */
const importLock = 7_415_012;

/** Until the transaction ends, nobody else brings a registry in here: methods of one name would be made twice. */
export async function lockRegistryImport(db: Db, organizationId: string): Promise<void> {
  await db.$executeRaw`select pg_advisory_xact_lock(${importLock}::int, hashtext(${organizationId}))`;
}
