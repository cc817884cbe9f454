import { Prisma } from "./generated/client.ts";
import { againstWish, sentUnderWish } from "./against-wishes.ts";
import { markAgain, markContactDays } from "./mark-fatigue-day.ts";
import type { Db } from "./open-database.ts";

/** So many queue entries in one transaction. */
const atOnce = 2_000;
const cellsLock = 7_415_003;

/** Counting is one process's work at a time. False: another one is at it. Ends with the transaction. */
export async function lockCells(db: Db, organizationId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(${cellsLock}::int, hashtext(${organizationId})) as mine`;
  return row?.mine ?? false;
}

/** The same, but waits until the other one is done. */
export async function awaitCellsLock(db: Db, organizationId: string): Promise<void> {
  await db.$executeRaw`select pg_advisory_xact_lock(${cellsLock}::int, hashtext(${organizationId}))`;
}

/** Organizations with anything to recount or to fold. */
export async function findCellsWork(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select id from organization o where exists (select 1 from recount_entry r where r.organization_id = o.id)
      or exists (select 1 from cell_delta d where d.organization_id = o.id)
      or exists (select 1 from opt_in_delta d where d.organization_id = o.id)
    order by id`;
  return rows.map(({ id }) => id);
}

interface Entry {
  readonly seq: bigint;
  readonly contact: string | null;
  readonly signalId: string | null;
  readonly final: boolean;
  readonly alone: boolean;
  readonly horizon: bigint;
}

/**
 * Brings the attribution of facts up to date for contacts whose opt-ins, messages or signals changed: where they had
 * opted in when each message was sent, and which message each signal answers. Triggers then write what that changes in
 * the cells.
 *
 * A transaction that was under way while a fact was committed may not have seen it, nor could its own facts be seen
 * here. So an entry is looked at twice: at once, and when all transactions of its time have ended.
 *
 * Call under `lockCells`.
 *
 * @returns how many entries were looked at.
 */
export async function recountFacts(db: Db, organizationId: string): Promise<number> {
  const entries = await db.$queryRaw<Entry[]>`
    select seq, encode(contact, 'hex') as contact, signal_id as "signalId", stamp is not null as final,
      not exists (select 1 from pg_snapshot_xip(pg_current_snapshot()) x(id)
        where x.id is distinct from pg_current_xact_id_if_assigned()) as alone,
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint as horizon
    from recount_entry
    where organization_id = ${organizationId}
      and (stamp is null or stamp <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
    order by seq limit ${atOnce}`;
  const [first] = entries;
  if (first === undefined) return 0;
  const contacts = [...new Set(entries.flatMap(({ contact }) => (contact === null ? [] : [contact])))];
  const signalIds = entries.flatMap(({ signalId }) => (signalId === null ? [] : [signalId]));
  await recountContacts(db, organizationId, contacts, signalIds);
  const done = entries.filter(({ final }) => final || first.alone).map(({ seq }) => seq);
  const again = entries.filter(({ final }) => !final && !first.alone).map(({ seq }) => seq);
  await db.$executeRaw`
    delete from recount_entry where organization_id = ${organizationId} and seq = any(${done}::bigint[])`;
  if (again.length > 0) {
    await db.$executeRaw`
      update recount_entry set stamp = ${first.horizon}
      where organization_id = ${organizationId} and seq = any(${again}::bigint[])`;
  }
  return entries.length;
}

/** Attributes all facts of these contacts, and these signals, as they stand now. Call under `lockCells`. */
export async function recountContacts(
  db: Db,
  organizationId: string,
  contacts: readonly string[],
  signalIds: readonly string[] = [],
): Promise<void> {
  const persons = await moveToPersons(db, organizationId, contacts);
  const known = await findKnown(db, organizationId, persons);
  await markNewContacts(db, organizationId, known.optedInAgain);
  await attributeExposures(db, organizationId, known.written);
  await attributeSignals(db, organizationId, known.heard, signalIds);
  await watchOptOuts(db, organizationId, known.heard);
}

interface Known {
  /** With more than one opt-in, or one that is marked as a later one. */
  readonly optedInAgain: readonly string[];
  /** With messages. */
  readonly written: readonly string[];
  /** With signals. */
  readonly heard: readonly string[];
}

/** Most contacts of an import have opted in once and were never written to: there is nothing to look at again. */
async function findKnown(db: Db, organizationId: string, contacts: readonly string[]): Promise<Known> {
  if (contacts.length === 0) return { optedInAgain: [], written: [], heard: [] };
  const rows = await db.$queryRaw<{ contact: string; again: boolean; written: boolean; heard: boolean }[]>`
    select * from (
      select c as contact,
        (select count(*) > 1 or not coalesce(bool_and(o.first_here and o.first_ever), true) from opt_in o
          where o.organization_id = ${organizationId} and o.contact = decode(c, 'hex')) as again,
        exists (select 1 from exposure e
          where e.organization_id = ${organizationId} and e.contact = decode(c, 'hex')) as written,
        exists (select 1 from signal s
          where s.organization_id = ${organizationId} and s.contact = decode(c, 'hex')) as heard
      from unnest(${[...contacts]}::text[]) c
    ) found where again or written or heard`;
  const those = (has: "again" | "written" | "heard") =>
    rows.flatMap((row) => (row[has] ? [row.contact] : []));
  return { optedInAgain: those("again"), written: those("written"), heard: those("heard") };
}

const bytes = (contacts: readonly string[]) =>
  Prisma.sql`array(select decode(c, 'hex') from unnest(${[...contacts]}::text[]) c)`;

/**
 * On the same number, in a form that no index serves: a contact has a few messages and a number has millions, which the
 * planner cannot know of tables that have just begun to fill.
 */
const sameNumber = (one: string, other: string) =>
  Prisma.raw(`and ${one}.phone_number_id || '' = ${other}.phone_number_id`);

/** Facts that are filed under a hash which another one stands for now. @returns the contacts to look at. */
async function moveToPersons(
  db: Db,
  organizationId: string,
  contacts: readonly string[],
): Promise<readonly string[]> {
  if (contacts.length === 0) return [];
  const aliases = await db.$queryRaw<{ contact: string; person: string }[]>`
    select encode(contact, 'hex') as contact, encode(person, 'hex') as person from contact_alias
    where organization_id = ${organizationId} and contact = any(${bytes(contacts)})`;
  if (aliases.length === 0) return contacts;
  // The curve counts what a person got: one person's messages are on both sides of the move.
  await markContactDays(
    db,
    organizationId,
    aliases.map(({ contact }) => contact),
  );
  for (const table of ["opt_in", "exposure", "signal", "ad_referral", "opt_out_watch"] as const) {
    const name = Prisma.raw(table);
    const key = Prisma.raw(table === "opt_out_watch" ? "signal_id" : "id");
    const version =
      table === "opt_out_watch" ? Prisma.empty : Prisma.sql`, contact_key_version = m.person_key_version`;
    await db.$executeRaw`
      with m as (
        select f.${key}, a.person, a.person_key_version from ${name} f
        join contact_alias a on a.organization_id = ${organizationId} and a.contact = f.contact
        where f.organization_id = ${organizationId}
          and f.contact = any(${bytes(aliases.map(({ contact }) => contact))})
        order by f.${key} for update of f
      )
      update ${name} f set contact = m.person ${version} from m
      where f.organization_id = ${organizationId} and f.${key} = m.${key}`;
  }
  const moved = new Set(aliases.map(({ contact }) => contact));
  const rest = contacts.filter((contact) => !moved.has(contact));
  return [...new Set([...rest, ...aliases.map(({ person }) => person)])];
}

async function markNewContacts(db: Db, organizationId: string, contacts: readonly string[]): Promise<void> {
  if (contacts.length === 0) return;
  await db.$executeRaw`
    with placed as (
      select id,
        row_number() over (partition by contact, source_key order by opted_in_at, id) = 1 as here,
        row_number() over (partition by contact order by opted_in_at, id) = 1 as ever
      from opt_in where organization_id = ${organizationId} and contact = any(${bytes(contacts)})
    )
    update opt_in o set first_here = p.here, first_ever = p.ever from placed p
    where o.organization_id = ${organizationId} and o.id = p.id
      and (o.first_here <> p.here or o.first_ever <> p.ever)`;
}

async function attributeExposures(
  db: Db,
  organizationId: string,
  contacts: readonly string[],
): Promise<void> {
  if (contacts.length === 0) return;
  await db.$executeRaw`
    with changed as materialized (
      select e.id, t.* from exposure e
      cross join lateral opt_in_touch(${organizationId}, e.contact, e.occurred_at, e.source_key) t
      where e.organization_id = ${organizationId} and e.contact = any(${bytes(contacts)})
        and isfinite(e.occurred_at)
        and (e.first_source, e.first_cohort, e.last_source, e.last_cohort, e.split_sources)
          is distinct from (t.first_source, t.first_cohort, t.last_source, t.last_cohort, t.split_sources)
    ), locked as materialized (
      select c.* from changed c
      join exposure e on e.organization_id = ${organizationId} and e.id = c.id
      order by e.id for update of e
    )
    update exposure e set first_source = l.first_source, first_cohort = l.first_cohort,
      last_source = l.last_source, last_cohort = l.last_cohort, split_sources = l.split_sources
    from locked l
    where e.organization_id = ${organizationId} and e.id = l.id`;
}

/**
 * Ties signals to the messages of the 14 days before them (28 for wishes to stop) on the same number: the latest, the
 * earliest, and the ten latest in equal parts. One that names its message is tied to it. Without a message, the contact's
 * opt-ins remain; without these, it counts for no source.
 *
 * A wish to stop that Meta only repeats, because messages were sent all the same, does not count again.
 */
async function attributeSignals(
  db: Db,
  organizationId: string,
  contacts: readonly string[],
  signalIds: readonly string[],
): Promise<void> {
  if (contacts.length === 0 && signalIds.length === 0) return;
  await db.$executeRaw`
    with wanted as materialized (
      select id from signal where organization_id = ${organizationId} and contact = any(${bytes(contacts)})
      union select unnest(${[...signalIds]}::text[])
    ), s as materialized (
      select s.id, s.kind, s.contact, s.phone_number_id, s.exposure_id, s.occurred_at,
        case when s.kind = 'opt_out' then interval '28 days' else interval '14 days' end as reach,
        s.kind = 'opt_out' and coalesce(s.detail ->> 'via', '') = 'failed-status' and exists (
          select 1 from signal b
          where b.organization_id = ${organizationId} and b.contact = s.contact and b.kind = 'opt_out'
            and (b.occurred_at, b.id) < (s.occurred_at, s.id) and not exists (
              select 1 from signal g
              where g.organization_id = ${organizationId} and g.contact = s.contact and g.kind = 'resume'
                and g.occurred_at > b.occurred_at and g.occurred_at <= s.occurred_at)) as repeated,
        exists (select 1 from exposure x where x.organization_id = ${organizationId} and x.id = s.exposure_id
          and isfinite(x.occurred_at)) as named
      from wanted join signal s on s.organization_id = ${organizationId} and s.id = wanted.id
      where not s.erased
    ), touch as materialized (
      -- One row for each message that a signal answers; one without a message when it answers none.
      select s.id as signal_id, s.kind <> 'resume' and not s.repeated as counts, s.contact as signal_contact,
        s.occurred_at as signal_at, x.*,
        greatest(0, floor(extract(epoch from s.occurred_at - x.occurred_at) / 86400)::int) as age,
        row_number() over (partition by s.id order by x.occurred_at desc, x.id desc) as back,
        row_number() over (partition by s.id order by x.occurred_at, x.id) as forth,
        count(*) over (partition by s.id) as n
      from s
      left join lateral (
        select e.id, e.occurred_at, e.campaign_key, e.template_key, e.first_source, e.first_cohort, e.last_source,
          e.last_cohort, e.split_sources
        from exposure e
        where e.organization_id = ${organizationId} and s.named and e.id = s.exposure_id
        union all
        select e.id, e.occurred_at, e.campaign_key, e.template_key, e.first_source, e.first_cohort, e.last_source,
          e.last_cohort, e.split_sources
        from exposure e
        where e.organization_id = ${organizationId} and not s.named and e.contact = s.contact
          ${sameNumber("e", "s")}
          and e.occurred_at <= s.occurred_at and e.occurred_at > s.occurred_at - s.reach
          and (e.failed_at is null or coalesce(e.delivered_at, e.read_at) is not null)
          and coalesce(e.pricing_category, '') not in ('service', 'referral_conversion')
      ) x on true
    ), part as (
      select signal_id, last_source as source, last_cohort as cohort, campaign_key, template_key, age,
        1 as l, 0 as f, 0::bigint as w, id as exposure_id, occurred_at as exposure_at
      from touch where counts and id is not null and back = 1
      union all
      select signal_id, first_source, first_cohort, campaign_key, template_key, age, 0, 1, 0, null, null
      from touch where counts and id is not null and forth = 1
      union all
      select signal_id, last_source, last_cohort, campaign_key, template_key, age, 0, 0,
        even_share(1000000, least(n, 10), back), null, null
      from touch where counts and id is not null and back <= 10 and split_sources is null
      union all
      select signal_id, p.value ->> 0, (p.value ->> 1)::date, campaign_key, template_key, age, 0, 0,
        even_share(even_share(1000000, least(n, 10), back), jsonb_array_length(split_sources), p.place), null, null
      from touch cross join lateral jsonb_array_elements(split_sources) with ordinality p(value, place)
      where counts and id is not null and back <= 10 and split_sources is not null
      union all
      select signal_id, p.source, p.cohort, null, null, -1, p.last::int, p.first::int, p.split, null, null
      from touch
      cross join lateral opt_in_touch(${organizationId}, signal_contact, signal_at, null) t
      cross join lateral source_parts(t.first_source, t.first_cohort, t.last_source, t.last_cohort,
        t.split_sources) p
      where counts and id is null
      union all
      select signal_id, null, null, null, null, -1, 0, 0, 0, null, null from touch where not counts and back = 1
    ), merged as (
      select signal_id, source, cohort, campaign_key, template_key, age, sum(l) as l, sum(f) as f, sum(w) as w,
        max(exposure_id) as exposure_id, max(exposure_at) as exposure_at
      from part group by 1, 2, 3, 4, 5, 6
    ), told as (
      select m.signal_id, coalesce(jsonb_agg(jsonb_build_object('s', m.source, 'c', m.cohort,
          'k', m.campaign_key, 't', m.template_key, 'a', m.age, 'l', m.l, 'f', m.f, 'w', m.w)
          order by m.source, m.cohort, m.campaign_key, m.template_key, m.age)
          filter (where m.l > 0 or m.f > 0 or m.w > 0), '[]') as touches,
        max(m.exposure_id) as exposure_id, max(m.exposure_at) as exposure_at
      from merged m group by m.signal_id
    ), locked as materialized (
      select told.*, x.last_exposure_at as old_at from told
      join signal x on x.organization_id = ${organizationId} and x.id = told.signal_id
      where (x.touches, x.last_exposure_id) is distinct from (told.touches, told.exposure_id)
      order by x.id for update of x
    ), due as (
      insert into fatigue_due (organization_id, day, dirty_since, due_at)
      select distinct ${organizationId}, floor(extract(epoch from d.at) / 86400)::int, now(), now()
      from locked l cross join lateral (values (l.old_at), (l.exposure_at)) d(at)
      where d.at is not null
      ${markAgain}
    )
    update signal x set touches = l.touches, last_exposure_id = l.exposure_id, last_exposure_at = l.exposure_at
    from locked l
    where x.organization_id = ${organizationId} and x.id = l.signal_id`;
}

/**
 * What was sent after a wish to stop, until the contact said to go on or opted in again. Five minutes of grace for the
 * confirmation. Messages of another purpose than marketing are not against the wish when Meta names their purpose.
 */
async function watchOptOuts(db: Db, organizationId: string, contacts: readonly string[]): Promise<void> {
  if (contacts.length === 0) return;
  await db.$executeRaw`
    with wish as materialized (
      select s.id, s.contact, s.phone_number_id, s.occurred_at, s.touches,
        (select min(g.at) from (
          select r.occurred_at as at from signal r
          where r.organization_id = ${organizationId} and r.contact = s.contact and r.kind = 'resume'
            and r.phone_number_id = s.phone_number_id and r.occurred_at > s.occurred_at
          union all
          select o.opted_in_at from opt_in o
          where o.organization_id = ${organizationId} and o.contact = s.contact and o.opted_in_at > s.occurred_at
        ) g) as ended_at
      from signal s
      where s.organization_id = ${organizationId} and s.contact = any(${bytes(contacts)}) and s.kind = 'opt_out'
        and not s.erased
    ), told as (
      select w.*, max(coalesce(w.ended_at, 'infinity')) over (
        partition by w.contact, w.phone_number_id order by w.occurred_at, w.id
        rows between unbounded preceding and 1 preceding) as held_until
      from wish w
    ), episode as materialized (
      -- A wish that is only repeated while it holds is no new one.
      select * from told where held_until is null or held_until <= occurred_at
    ), dropped as (
      delete from opt_out_watch o
      where o.organization_id = ${organizationId} and o.contact = any(${bytes(contacts)})
        and not exists (select 1 from episode e where e.id = o.signal_id)
    )
    insert into opt_out_watch as o (organization_id, signal_id, contact, phone_number_id, source, opted_out_at,
      ended_at, last_exposure_at, violation_count, first_violation_at, last_violation_at, last_campaign)
    select ${organizationId}, e.id, e.contact, e.phone_number_id,
      (select t.s from jsonb_to_recordset(e.touches) as t(s text, l int) where t.l > 0 limit 1),
      e.occurred_at, e.ended_at, sent.last_at, sent.violations, sent.first_violation, sent.last_violation,
      sent.campaign
    from episode e
    cross join lateral (
      select max(x.occurred_at) as last_at, count(*) filter (where x.against)::int as violations,
        min(x.occurred_at) filter (where x.against) as first_violation,
        max(x.occurred_at) filter (where x.against) as last_violation,
        (array_agg(x.campaign_key order by x.occurred_at desc, x.id) filter (where x.against))[1] as campaign
      from (
        select m.id, m.occurred_at, m.campaign_key, ${againstWish("e.occurred_at")} as against
        from exposure m
        where m.organization_id = ${organizationId} and m.contact = e.contact
          ${sameNumber("m", "e")} and ${sentUnderWish}
      ) x
    ) sent
    order by e.id
    on conflict (organization_id, signal_id) do update set contact = excluded.contact,
      phone_number_id = excluded.phone_number_id, source = excluded.source, opted_out_at = excluded.opted_out_at,
      ended_at = excluded.ended_at, last_exposure_at = excluded.last_exposure_at,
      violation_count = excluded.violation_count, first_violation_at = excluded.first_violation_at,
      last_violation_at = excluded.last_violation_at, last_campaign = excluded.last_campaign
    where (o.contact, o.phone_number_id, o.source, o.opted_out_at, o.ended_at, o.last_exposure_at, o.violation_count,
        o.first_violation_at, o.last_violation_at, o.last_campaign)
      is distinct from (excluded.contact, excluded.phone_number_id, excluded.source, excluded.opted_out_at,
        excluded.ended_at, excluded.last_exposure_at, excluded.violation_count, excluded.first_violation_at,
        excluded.last_violation_at, excluded.last_campaign)`;
}
