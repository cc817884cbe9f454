import type { PrismaClient } from "../../adapters/db/generated/client.ts";

/** So many messages, or signals of a kind, of one number in one hour; day in days since 1970. */
export interface ToldCount {
  readonly number: string;
  readonly day: number;
  readonly kind?: "block" | "report" | "opt_out" | "suspected_block";
  readonly count: number;
  readonly source?: string;
  readonly campaign?: string;
  readonly template?: string;
  /** Of a signal: days since the message it answers. */
  readonly ageDays?: number;
  /** Monday of the week of the opt-in, in days since 1970. */
  readonly cohort?: number;
}

/**
 * Differences as the triggers on facts write them, thousands of facts in one row: for tests of what follows from cells. They
 * are added up by `countCells` like any others.
 */
export async function tellCounts(
  database: { readonly client: PrismaClient },
  counts: readonly ToldCount[],
  organizationId = "default",
): Promise<void> {
  await database.client.$executeRaw`
    insert into cell_delta (organization_id, hour, phone_number_id, source, campaign, template, cohort, kind, basis, age_days,
      "last", "first", "split", delivered_last, delivered_first, delivered_split, failed_last, failed_first, failed_split)
    select ${organizationId}, day * 24 + 9, number, source, campaign, template, date '1970-01-01' + cohort, coalesce(kind, ''),
      case when kind is null then '' else 'imported' end, coalesce("ageDays", 0), count, count, count * 1000000::bigint,
      0, 0, 0, 0, 0, 0
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) r(number text, day int, kind text, count int, source text,
      campaign text, template text, "ageDays" int, cohort int)`;
}
