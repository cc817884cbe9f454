import { expect, it } from "vitest";
import { lockFactsShared } from "../../adapters/db/facts-lock.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { storeOptIns } from "../../adapters/db/opt-ins.ts";
import { awaitCellsLock, recountContacts } from "../../adapters/db/recount-facts.ts";
import { storeToldExposures } from "../../adapters/db/told-exposures.ts";
import { storeToldSignals } from "../../adapters/db/told-signals.ts";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import {
  applyToModel,
  cellsOf,
  historyStart,
  hourMs,
  nextStep,
  type History,
  type Step,
} from "../../testing/builders/fact-histories.ts";
import { testPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase, testDatabaseUrl } from "../../testing/setup/test-database.ts";
import { inTransaction } from "../context.ts";
import { countCells } from "./count-cells.ts";
import { rebuildCells } from "./rebuild-cells.ts";

const organizationId = "org";
async function storedCells(db: Db): Promise<Map<string, number[]>> {
  const rows = await db.$queryRaw<{ key: unknown[]; counts: string[] }[]>`
    with named as (
      select c.*, '' as kind, '' as basis, 0 as age_days from exposure_cell_hour c
      union all
      select organization_id, hour, number, source, campaign, template, cohort, "last", "first", "split", 0, 0, 0, 0, 0,
        0, kind, basis, age_days
      from signal_cell
    )
    select jsonb_build_array(n.hour, v.key, s.key, c.key, t.key,
        case when n.cohort <> 0 then to_char(date '1970-01-01' + n.cohort, 'YYYY-MM-DD') end, n.kind, n.basis,
        n.age_days) as key,
      array[n."last", n."first", n."split", n.delivered_last, n.delivered_first, n.delivered_split, n.failed_last,
        n.failed_first, n.failed_split]::text[] as counts
    from named n
    join cell_value v on v.dimension = 'number' and v.ordinal = n.number
    left join cell_value s on s.dimension = 'source' and s.ordinal = n.source
    left join cell_value c on c.dimension = 'campaign' and c.ordinal = n.campaign
    left join cell_value t on t.dimension = 'template' and t.ordinal = n.template
    union all
    select jsonb_build_array(o.hour, 'opt-in', s.key), array[o.opt_ins, o.gained, o.newcomers]::text[]
    from opt_in_cell_hour o join cell_value s on s.dimension = 'source' and s.ordinal = o.source`;
  return new Map(rows.map(({ key, counts }) => [JSON.stringify(key), counts.map(Number)]));
}

const exposureCounts =
  '"last", "first", "split", delivered_last, delivered_first, delivered_split, failed_last, failed_first, failed_split'.split(
    ", ",
  );
const signalCounts = ['"last"', '"first"', '"split"'];
const optInCounts = ["opt_ins", "gained", "newcomers"];
const monday = "day - ((day + 3) % 7 + 7) % 7";
const hourDay = "(select *, floor(hour / 24.0)::int as day from";
/** Every roll-up with what it should be the sum of, by its own key. */
const rollUps: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    "exposure_cell_day",
    "day, number, source, campaign, template, cohort",
    `${hourDay} exposure_cell_hour) c`,
    exposureCounts,
  ],
  ["exposure_pair_hour", "hour, number, source, campaign", "exposure_cell_hour c", exposureCounts],
  ["exposure_pair_day", "day, number, source, campaign", `${hourDay} exposure_cell_hour) c`, exposureCounts],
  [
    "exposure_pair_week",
    "week, number, source, campaign",
    `(select *, ${monday} as week from exposure_pair_day) c`,
    exposureCounts,
  ],
  [
    "signal_pair_week",
    "week, number, source, campaign, kind, basis",
    `(select *, ${monday} as week from ${hourDay} signal_cell) h) c`,
    signalCounts,
  ],
  ["opt_in_cell_day", "day, source", `${hourDay} opt_in_cell_hour) c`, optInCounts],
  ["opt_in_cell_week", "week, source", `(select *, ${monday} as week from opt_in_cell_day) c`, optInCounts],
];

/** Rows of roll-ups that are not the sum of their smaller cells, empty ones too. */
async function unevenRollUps(db: Db): Promise<unknown[]> {
  const uneven: unknown[] = [];
  for (const [table, key, from, counts] of rollUps) {
    const sums = counts.map((name) => `sum(${name})::bigint`).join(", ");
    const summed = `select ${key}, ${sums} from ${from} group by ${key}`;
    const stored = `select ${key}, ${counts.map((name) => `${name}::bigint`).join(", ")} from ${table}`;
    uneven.push(
      ...(await db.$queryRawUnsafe<unknown[]>(
        `select '${table}' as table, d.*::text from (
          (${summed} except all ${stored}) union all (${stored} except all ${summed})) d limit 5`,
      )),
    );
  }
  return uneven;
}

function differences(expected: Map<string, number[]>, stored: Map<string, number[]>): string[] {
  const lines: string[] = [];
  for (const key of new Set([...expected.keys(), ...stored.keys()])) {
    const [a, b] = [expected.get(key)?.join() ?? "none", stored.get(key)?.join() ?? "none"];
    if (a !== b) lines.push(`${key}: from scratch ${a}, cells ${b}`);
  }
  return lines.slice(0, 10);
}

async function applyToDatabase(tx: Db, steps: readonly Step[]): Promise<void> {
  const told = { origin: "import", importId: null } as const;
  const iso = (at: number) => new Date(at).toISOString();
  const recordedAt = iso(historyStart + 60 * 24 * hourMs);
  await lockFactsShared(tx, organizationId);
  const of = <K extends Step["kind"]>(kind: K) =>
    steps.filter((step): step is Extract<Step, { kind: K }> => step.kind === kind);
  for (const { contact, person } of of("link")) {
    await tx.$executeRaw`
      insert into contact_alias (organization_id, contact, person, person_key_version)
      values (${organizationId}, decode(${contact}, 'hex'), decode(${person}, 'hex'), 1) on conflict do nothing`;
  }
  await storeOptIns(
    tx,
    organizationId,
    told,
    of("opt-in").map(({ row }) => ({
      ...row,
      contactKeyVersion: 1,
      optedInAt: iso(row.at),
      recordedAt,
      evidence: null,
    })),
  );
  await storeToldExposures(
    tx,
    organizationId,
    told,
    of("exposure").map(({ row }) => ({
      id: row.id,
      phoneNumberId: row.phoneNumberId,
      contact: row.contact,
      contactKeyVersion: row.contact === null ? null : 1,
      sentAt: iso(row.at),
      recordedAt,
      deliveredAt: row.delivered ? iso(row.at) : null,
      readAt: null,
      failedAt: row.failed ? iso(row.at) : null,
      errorCode: null,
      campaignKey: row.campaign,
      sourceKey: row.declaredSource,
      templateKey: row.template,
      category: null,
    })),
  );
  await storeToldSignals(
    tx,
    organizationId,
    told,
    of("signal").map(({ row }) => ({
      id: row.id,
      kind: row.kind,
      basis: row.basis as "observed",
      phoneNumberId: row.phoneNumberId,
      contact: row.contact,
      contactKeyVersion: row.contact === null ? null : 1,
      exposureId: row.exposureId,
      occurredAt: iso(row.at),
      recordedAt,
      detail: row.fromRefusal ? { via: "failed-status" } : {},
    })),
  );
  const dropped = of("drop");
  await tx.optIn.deleteMany({
    where: { organizationId, id: { in: dropped.flatMap(({ optIns }) => optIns) } },
  });
  await tx.exposure.deleteMany({
    where: { organizationId, id: { in: dropped.flatMap(({ exposures }) => exposures) } },
  });
}

/** As the service does it, without its HTTP dress. */
async function erase(tx: Db, contacts: readonly string[]): Promise<void> {
  await awaitCellsLock(tx, organizationId);
  const members = await tx.$queryRaw<{ contact: string }[]>`
    with told as (select decode(c, 'hex') as contact from unnest(${[...contacts]}::text[]) c), person as (
      select coalesce(a.person, t.contact) as person from told t left join contact_alias a on a.contact = t.contact)
    select encode(person, 'hex') as contact from person
    union select encode(a.contact, 'hex') from contact_alias a join person p on p.person = a.person`;
  const all = members.map(({ contact }) => contact);
  await recountContacts(tx, organizationId, all);
  for (const table of ["opt_in", "exposure", "signal"]) {
    await tx.$executeRawUnsafe(
      `update ${table} set contact = null, contact_key_version = null, erased = true
       where contact = any(select decode(c, 'hex') from unnest($1::text[]) c)`,
      all,
    );
  }
}

it("cells equal a count from scratch, and a rebuild, for thousands of random histories with repeated, late, corrected, erased and dropped facts", async () => {
  const database = await createTestDatabase();
  const ports = testPorts(database);
  await database.client.organization.create({
    data: { id: organizationId, name: "Org", createdAt: new Date(historyStart) },
  });
  const seed = Number(process.env["FUZZ_SEED"] ?? Math.floor(Math.random() * 1e9));
  console.log(`FUZZ_SEED=${seed}`);
  // The embedded database is the same PostgreSQL, but slower: a tenth is enough to see that it counts alike.
  const count = Number(process.env["HISTORIES"] ?? (testDatabaseUrl(database) === null ? 1_000 : 10_000));
  const atOnce = 1_000;
  for (let from = 0; from < count; from += atOnce) {
    const histories = Array.from({ length: atOnce }, (_, index): History => {
      const random = seededRandom(seed + from + index);
      return {
        index: from + index,
        random,
        optIns: new Map(),
        exposures: new Map(),
        signals: new Map(),
        alias: new Map(),
      };
    });
    const chance = seededRandom(seed - from);
    for (let round = 0; round < 12; round++) {
      const steps = histories.map((h) => nextStep(h));
      await inTransaction(ports, (tx) => applyToDatabase(tx, steps));
      histories.forEach((h, index) => {
        const step = steps[index];
        if (step !== undefined && step.kind !== "erase") applyToModel(h, step);
      });
      const erased = steps.flatMap((step) => (step.kind === "erase" ? [step.contact] : []));
      // As the service does: what counts stays as it is, so it is counted first.
      if (erased.length > 0) await countCells(ports);
      await inTransaction(ports, (tx) => erase(tx, erased));
      histories.forEach((h, index) => {
        const step = steps[index];
        if (step?.kind === "erase") applyToModel(h, step);
      });
      // Sometimes nothing is counted for a while.
      if (chance() < 0.5) await countCells(ports);
    }
    await countCells(ports);
    const stored = await storedCells(database.client);
    expect(differences(cellsOf(histories), stored)).toEqual([]);
    expect(await unevenRollUps(database.client)).toEqual([]);
    if (from === 0) {
      await rebuildCells(ports, organizationId);
      expect(differences(stored, await storedCells(database.client))).toEqual([]);
      expect(await unevenRollUps(database.client)).toEqual([]);
    }
    for (const table of [
      "exposure",
      "signal",
      "opt_in",
      "cell_delta",
      "opt_in_delta",
      "recount_entry",
      "exposure_cell_hour",
      "exposure_cell_day",
      "exposure_pair_hour",
      "exposure_pair_day",
      "exposure_pair_week",
      "signal_cell",
      "signal_pair_week",
      "opt_in_cell_hour",
      "opt_in_cell_day",
      "opt_in_cell_week",
    ]) {
      await database.client.$executeRawUnsafe(`truncate ${table}`);
    }
  }
}, 600_000);
