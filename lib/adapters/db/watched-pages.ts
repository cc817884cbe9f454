import { Prisma, type PageVersion, type WatchedPage } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredWatchedPage = WatchedPage;
export type StoredPageVersion = PageVersion;

/** Any fixed number, with the organization's hash: who adds pages holds their count alone. */
const pagesLock = 7_415_011;

/** Until the transaction ends, nobody else adds a page here. */
export async function lockPages(db: Db, organizationId: string): Promise<void> {
  await db.$executeRaw`select pg_advisory_xact_lock(${pagesLock}::int, hashtext(${organizationId}))`;
}

/** With its first look due at once, by database time. */
export async function insertWatchedPage(db: Db, page: Omit<StoredWatchedPage, "nextLookAt">): Promise<void> {
  await db.watchedPage.create({ data: { ...page, nextLookAt: null } });
  await setNextLook(db, page.organizationId, page.id, 0);
}

/** In so many hours from now by database time; null: never. */
export async function setNextLook(
  db: Db,
  organizationId: string,
  id: string,
  hours: number | null,
): Promise<void> {
  await db.$executeRaw`
    update watched_page set next_look_at = now() + make_interval(hours => ${hours}::int)
    where organization_id = ${organizationId} and id = ${id}`;
}

export async function updateWatchedPage(
  db: Db,
  organizationId: string,
  id: string,
  data: Partial<Omit<StoredWatchedPage, "organizationId" | "id" | "nextLookAt">>,
): Promise<void> {
  await db.watchedPage.update({ where: { organizationId_id: { organizationId, id } }, data });
}

export async function findWatchedPage(
  db: Db,
  organizationId: string,
  id: string,
): Promise<StoredWatchedPage | null> {
  return db.watchedPage.findUnique({ where: { organizationId_id: { organizationId, id } } });
}

/** The page, held until the transaction ends. */
export async function holdWatchedPage(
  db: Db,
  organizationId: string,
  id: string,
): Promise<StoredWatchedPage | null> {
  await db.$queryRaw`
    select 1 from watched_page where organization_id = ${organizationId} and id = ${id} for update`;
  return findWatchedPage(db, organizationId, id);
}

export async function findPageOfSubject(
  db: Db,
  organizationId: string,
  of: { readonly url: string; readonly activationMethodId: string | null; readonly sourceId: string | null },
): Promise<StoredWatchedPage | null> {
  return db.watchedPage.findFirst({ where: { organizationId, ...of }, orderBy: { id: "asc" } });
}

export async function countWatchedPages(db: Db, organizationId: string): Promise<number> {
  return db.watchedPage.count({ where: { organizationId, nextLookAt: { not: null } } });
}

/** In the order in which they were added. */
export async function listWatchedPageRows(
  db: Db,
  organizationId: string,
  filter: {
    readonly method?: { readonly id: string; readonly sourceIds: readonly string[] } | undefined;
    readonly sourceId?: string | undefined;
  },
  page: { readonly after: string | null; readonly take: number },
): Promise<StoredWatchedPage[]> {
  const { method, sourceId } = filter;
  return db.watchedPage.findMany({
    where: {
      organizationId,
      ...(method === undefined
        ? {}
        : { OR: [{ activationMethodId: method.id }, { sourceId: { in: [...method.sourceIds] } }] }),
      ...(sourceId === undefined ? {} : { sourceId }),
      ...(page.after === null ? {} : { id: { gt: page.after } }),
    },
    orderBy: { id: "asc" },
    take: page.take,
  });
}

/**
 * Pages of every organization that are due by database time. Each is taken for ten minutes: longer than a look can last, and if this
 * process dies the page is due again.
 */
export async function claimDuePages(
  db: Db,
  limit: number,
): Promise<Pick<StoredWatchedPage, "organizationId" | "id" | "url">[]> {
  return db.$queryRaw`
    with due as (
      select organization_id, id from watched_page where next_look_at <= now()
      order by next_look_at, organization_id, id limit ${limit} for update skip locked
    )
    update watched_page p set next_look_at = now() + interval '10 minutes' from due d
    where p.organization_id = d.organization_id and p.id = d.id
    returning p.organization_id as "organizationId", p.id, p.url`;
}

export async function insertPageVersion(db: Db, version: StoredPageVersion): Promise<void> {
  await db.pageVersion.create({ data: version });
}

/** Newest first, below the version `after`. */
export async function listPageVersionRows(
  db: Db,
  organizationId: string,
  pageId: string,
  page: { readonly after: number | null; readonly take: number },
): Promise<StoredPageVersion[]> {
  return db.pageVersion.findMany({
    where: { organizationId, pageId, ...(page.after === null ? {} : { version: { lt: page.after } }) },
    orderBy: { version: "desc" },
    take: page.take,
  });
}

export interface PageMark {
  readonly pageId: string;
  readonly version: number;
  readonly at: Date;
  readonly url: string;
  readonly addedWords: number;
  readonly removedWords: number;
  readonly activationMethodId: string | null;
  readonly sourceId: string | null;
}

/**
 * When another text was first read on a page, in [from, to). Of pages of these sources, and of these methods where no source is named;
 * null: of all. The newest first.
 */
export async function listPageMarks(
  db: Db,
  organizationId: string,
  { from, to }: { readonly from: Date; readonly to: Date },
  only: { readonly sourceKeys: readonly string[]; readonly methodIds: readonly string[] } | null,
  take: number,
): Promise<PageMark[]> {
  return db.$queryRaw<PageMark[]>`
    select p.id as "pageId", v.version, v.seen_at as at, p.url, v.added_words as "addedWords",
      v.removed_words as "removedWords", p.activation_method_id as "activationMethodId", p.source_id as "sourceId"
    from page_version v
    join watched_page p on p.organization_id = v.organization_id and p.id = v.page_id
    left join opt_in_source s on s.organization_id = p.organization_id and s.id = p.source_id
    where v.organization_id = ${organizationId} and v.version > 1 and v.seen_at >= ${from} and v.seen_at < ${to}
      ${
        only === null
          ? Prisma.empty
          : Prisma.sql`and (s.key = any(${[...only.sourceKeys]}::text[])
              or p.source_id is null and p.activation_method_id = any(${[...only.methodIds]}::text[]))`
      }
    order by v.seen_at desc, p.id, v.version desc limit ${take}`;
}
