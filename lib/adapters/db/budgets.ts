import { subjectName, type BudgetKind, type BudgetSubject } from "../../core/budget/budget-subject.ts";
import { Prisma, type AllowedRate } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** A budget as it is stored to be shown. Days since 1970, UTC. */
export interface StoredBudget extends BudgetSubject {
  readonly throughDay: number;
  readonly origin: "set-by-user" | "own-history" | null;
  readonly allowedRate: number | null;
  readonly messages: number;
  readonly events: number;
  /** Null with everything that follows from it: without a budget, and when nothing was at risk. */
  readonly exposure: number | null;
  readonly allowed: number | null;
  readonly used: number | null;
  readonly usedLow: number | null;
  /** Null with `usedLow` set: without a limit. */
  readonly usedHigh: number | null;
  readonly pace: number | null;
  readonly burn: "none" | "slow" | "fast";
  readonly sinceDay: number | null;
  readonly detectedAt: Date | null;
  readonly method: string;
}

/**
 * Writes where budgets stand. `found_at` stays while the same burn goes on: what is seen in a history that is half loaded
 * changes from one look to the next.
 */
export async function storeBudgets(
  db: Db,
  organizationId: string,
  budgets: readonly StoredBudget[],
  at: Date,
): Promise<void> {
  await db.$executeRaw`
    insert into budget_state as s (organization_id, kind, key, through_day, origin, allowed_rate, messages, events,
      exposure, allowed, used, used_low, used_high, pace, burn, since_day, detected_at, found_at, method, updated_at)
    select ${organizationId}, r.kind, r.key, r."throughDay", r.origin, r."allowedRate", r.messages, r.events,
      r.exposure, r.allowed, r.used, r."usedLow", r."usedHigh", r.pace, r.burn, r."sinceDay", r."detectedAt",
      case when r.burn <> 'none' then ${at}::timestamptz end, r.method, ${at}
    from jsonb_to_recordset(${JSON.stringify(budgets)}::jsonb) r(kind text, key text, "throughDay" int, origin text,
      "allowedRate" float8, messages float8, events float8, exposure float8, allowed float8, used float8,
      "usedLow" float8, "usedHigh" float8, pace float8, burn text, "sinceDay" int, "detectedAt" timestamptz,
      method text)
    on conflict (organization_id, kind, key) do update set through_day = excluded.through_day,
      origin = excluded.origin, allowed_rate = excluded.allowed_rate, messages = excluded.messages,
      events = excluded.events, exposure = excluded.exposure, allowed = excluded.allowed, used = excluded.used,
      used_low = excluded.used_low, used_high = excluded.used_high, pace = excluded.pace, burn = excluded.burn,
      since_day = excluded.since_day, detected_at = excluded.detected_at,
      found_at = case when s.burn = excluded.burn and s.since_day = excluded.since_day then s.found_at
        else excluded.found_at end,
      method = excluded.method, updated_at = excluded.updated_at`;
}

/** Sources that another one stands for have no budget of their own any more. */
export async function dropBudgets(
  db: Db,
  organizationId: string,
  kind: BudgetKind,
  keys: readonly string[],
): Promise<void> {
  const where = { organizationId, kind, key: { in: [...keys] } };
  await db.budgetState.deleteMany({ where });
  await db.budgetStand.deleteMany({ where });
}

/** By name of the subject. */
export async function readAllowedRates(
  db: Db,
  organizationId: string,
  subjects: readonly BudgetSubject[],
): Promise<Map<string, AllowedRate>> {
  const rows = await db.allowedRate.findMany({
    where: { organizationId, key: { in: [...new Set(subjects.map(({ key }) => key))] } },
  });
  return new Map(rows.map((row) => [subjectName({ kind: row.kind as BudgetKind, key: row.key }), row]));
}

/** Sets what is allowed; null takes it back. @returns what was set before. */
export async function saveAllowedRate(
  db: Db,
  organizationId: string,
  { kind, key }: BudgetSubject,
  set: { readonly rate: number; readonly setAt: Date; readonly setBy: string } | null,
): Promise<number | null> {
  const id = { organizationId, kind, key };
  const [before] = await db.$queryRaw<{ rate: number }[]>`
    select rate from allowed_rate where organization_id = ${organizationId} and kind = ${kind} and key = ${key}
    for update`;
  if (set === null) await db.allowedRate.deleteMany({ where: id });
  else {
    await db.allowedRate.upsert({
      where: { organizationId_kind_key: id },
      create: { ...id, ...set },
      update: set,
    });
  }
  return before?.rate ?? null;
}

/** A budget with its name and whether its counts are too small to be shown. */
export interface ListedBudget extends StoredBudget {
  /** Of the number, or of the entry of the source. */
  readonly id: string;
  readonly isSmall: boolean;
  readonly updatedAt: Date;
  readonly setAt: Date | null;
  readonly setBy: string | null;
  /** What it is listed by, as the cursor wants it. */
  readonly rank: number;
  readonly order: number;
}

/** Fewer messages and fewer signals than the organization chose: of a source nothing is shown then, its burn neither. */
const isSmall = Prisma.sql`(s.kind = 'opt-in-source' and greatest(s.messages, s.events) < o.small_group_size)`;

/** What burns comes first, then what is used up most. Small sources are listed as if nothing were known of them. */
export async function listBudgetRows(
  db: Db,
  organizationId: string,
  only: {
    readonly kind?: BudgetKind | undefined;
    readonly key?: string | undefined;
    readonly burning?: boolean | undefined;
  },
  page: {
    readonly limit: number;
    readonly after: readonly [rank: number, order: number, kind: string, key: string] | null;
  },
): Promise<ListedBudget[]> {
  const { after } = page;
  const wanted = [
    only.kind === undefined ? null : Prisma.sql`l.kind = ${only.kind}`,
    only.key === undefined ? null : Prisma.sql`l.key = ${only.key}`,
    only.burning === true ? Prisma.sql`l.rank < 2` : null,
    after === null
      ? null
      : Prisma.sql`(l.rank, l."order", l.kind, l.key) > (${after[0]}::int, ${after[1]}::float8, ${after[2]}, ${after[3]})`,
  ].filter((one) => one !== null);
  return db.$queryRaw<ListedBudget[]>`
    select * from (
      select s.kind, s.key, coalesce(e.id, s.key) as id, s.through_day as "throughDay", s.origin,
        s.allowed_rate as "allowedRate", s.messages, s.events, s.exposure, s.allowed, s.used, s.used_low as "usedLow",
        s.used_high as "usedHigh", s.pace, s.burn, s.since_day as "sinceDay", s.detected_at as "detectedAt", s.method,
        s.updated_at as "updatedAt", a.set_at as "setAt", a.set_by as "setBy", ${isSmall} as "isSmall",
        case when ${isSmall} then 2 when s.burn = 'fast' then 0 when s.burn = 'slow' then 1 else 2 end as rank,
        case when ${isSmall} then 1 else -coalesce(s.used, -0.5) end as "order"
      from budget_state s
      join organization o on o.id = s.organization_id
      left join opt_in_source e on e.organization_id = s.organization_id and s.kind = 'opt-in-source' and e.key = s.key
      left join allowed_rate a on a.organization_id = s.organization_id and a.kind = s.kind and a.key = s.key
      where s.organization_id = ${organizationId}
    ) l
    ${wanted.length === 0 ? Prisma.empty : Prisma.sql`where ${Prisma.join(wanted, " and ")}`}
    order by l.rank, l."order", l.kind, l.key limit ${page.limit}`;
}

/** A budget that burns, and may be spoken of. */
export interface BurningBudget {
  readonly organizationId: string;
  readonly kind: BudgetKind;
  /** Of the number, or of the entry of the source. */
  readonly id: string;
  readonly burn: "slow" | "fast";
  /** It is settled, and of late. */
  readonly isNews: boolean;
}

/** Budgets that burn, of every organization. */
export async function listBurning(
  db: Db,
  at: { readonly detectedAfter: Date; readonly foundBefore: Date },
): Promise<BurningBudget[]> {
  return db.$queryRaw<BurningBudget[]>`
    select s.organization_id as "organizationId", s.kind, coalesce(e.id, s.key) as id, s.burn,
      s.detected_at >= ${at.detectedAfter} and s.found_at <= ${at.foundBefore} as "isNews"
    from budget_state s
    join organization o on o.id = s.organization_id
    left join opt_in_source e on e.organization_id = s.organization_id and s.kind = 'opt-in-source' and e.key = s.key
    where s.burn <> 'none' and not ${isSmall}
    order by 1, 2, 3`;
}

/** True when every number that wrote to people of these sources belongs to a sandbox. */
export async function areOfSandbox(
  db: Db,
  organizationId: string,
  sourceKeys: readonly string[],
): Promise<boolean> {
  const [row] = await db.$queryRaw<{ all: boolean | null }[]>`
    with used as (
      select distinct p.number from exposure_pair_day p
      join cell_value v on v.organization_id = ${organizationId} and v.dimension = 'source' and v.ordinal = p.source
      where p.organization_id = ${organizationId} and v.key = any(${[...sourceKeys]}::text[])
    )
    select bool_and(coalesce(c.kind = 'sandbox', false)) as "all"
    from used u
    join cell_value n on n.organization_id = ${organizationId} and n.dimension = 'number' and n.ordinal = u.number
    left join phone_number p on p.organization_id = ${organizationId} and p.id = n.key
    left join connection c on c.organization_id = ${organizationId} and c.id = p.connection_id`;
  return row?.all ?? false;
}
