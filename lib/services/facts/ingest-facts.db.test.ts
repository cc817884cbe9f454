import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import type { CellDto, CellsQuery } from "../../contracts/cells.ts";
import { cellsQuery, cellsShape, figuresQuery, figuresShape } from "../../contracts/cells.ts";
import { roles } from "../../core/access/rights.ts";
import { clearDatabase, wholeDatabaseText } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { realContacts } from "../../testing/builders/real-contacts.ts";
import { realSealer } from "../../testing/builders/real-sealer.ts";
import { testContext, testPorts, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { listCells } from "../cells/list-cells.ts";
import { listFigures } from "../cells/list-figures.ts";
import { ingestFacts } from "./ingest-facts.ts";

// The fake clock stands at 2026-06-01T09:00Z, a Monday.
let database: Database;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  await givenOrganization(database);
  const sealer = realSealer(database);
  ctx = testContext(database, {
    role: "growth",
    ports: testPorts(database, { sealer, contacts: realContacts(database, sealer) }),
  });
});

type Told = "opt-ins" | "exposures" | "signals";
const tell = (what: Told, ...rows: unknown[]) =>
  ingestFacts(
    ctx,
    what,
    rows.map((value, index) => ({ index, value })),
  );
const contact = (index: number) => `+49176040${String(69_000 + index)}`;
const optIn = (index: number, source: string, optedInAt = "2026-05-04T10:00:00Z") => ({
  contact: contact(index),
  source,
  optedInAt,
});
const exposure = (index: number, more: object = {}) => ({
  id: `wamid.${index}`,
  contact: contact(index),
  phoneNumberId: "700101",
  campaign: "spring",
  template: "promo_1",
  sentAt: "2026-05-20T12:00:00Z",
  status: "delivered",
  ...more,
});
const signal = (index: number, more: object = {}) => ({
  id: `s-${index}`,
  contact: contact(index),
  phoneNumberId: "700101",
  kind: "block",
  occurredAt: "2026-05-21T08:00:00Z",
  ...more,
});
async function cells(query: Partial<Record<keyof CellsQuery, string>> = {}): Promise<CellDto[]> {
  while ((await countCells(ctx)) > 0);
  const answer = await listCells(ctx, cellsQuery.parse(query));
  expect(cellsShape.parse(answer)).toEqual(answer);
  return answer.data;
}
const many = (count: number) => Array.from({ length: count }, (_, index) => index);

/** 40 contacts of checkout-de and 25 of qr-flyer got a message; three of the flyer's blocked, one stopped. */
async function givenSpring(): Promise<void> {
  await tell("opt-ins", ...many(40).map((index) => optIn(index, "checkout-de")));
  await tell("opt-ins", ...many(25).map((index) => optIn(100 + index, "qr-flyer", "2026-05-12T10:00:00Z")));
  await tell("exposures", ...many(40).map((index) => exposure(index)));
  await tell("exposures", ...many(25).map((index) => exposure(100 + index)));
  await tell("signals", signal(100), signal(101), signal(102), signal(103, { kind: "opt_out" }));
}

describe("taking facts", () => {
  it("counts what is new, what is known and what is refused, and a bad row costs no other", async () => {
    const rows = [
      exposure(1),
      { ...exposure(2), contact: "0151 123" },
      exposure(3),
      exposure(1),
      { ...exposure(4), surprise: 1 },
    ];
    expect(await tell("exposures", ...rows)).toEqual({
      accepted: 2,
      duplicates: 1,
      rejected: [
        {
          index: 1,
          errors: [{ path: "contact", message: expect.stringContaining("national number") as string }],
        },
        { index: 4, errors: [{ path: "surprise", message: "is not a known field" }] },
      ],
    });
    expect(await tell("exposures", exposure(1), exposure(3))).toEqual({
      accepted: 0,
      duplicates: 2,
      rejected: [],
    });
  });

  it("the same opt-in twice counts once, in whatever form the number is written", async () => {
    const at = "2026-05-04T10:00:00Z";
    const rows = ["+49 176 04069001", "0049 (176) 0406-9001", "4917604069001", "+٤٩١٧٦٠٤٠٦٩٠٠١"].map(
      (written) => ({
        contact: written,
        source: "checkout-de",
        optedInAt: at,
      }),
    );
    expect(await tell("opt-ins", ...rows)).toMatchObject({ accepted: 1, duplicates: 3 });
    expect(await tell("opt-ins", { ...rows[0], optedInAt: "2026-05-04T12:00:00+02:00" })).toMatchObject({
      duplicates: 1,
    });
  });

  it("stores no phone number, in no form", async () => {
    await tell("opt-ins", optIn(1, "checkout-de"));
    await tell("exposures", exposure(1));
    await tell("signals", signal(1));
    await cells();
    const text = await wholeDatabaseText(database);
    for (const form of ["17604069001", "wamid.1"]) expect(text).not.toContain(form);
  });

  it("F32 times that cannot be are refused with the reason", async () => {
    const times = [
      "2026-05-04T10:00:00",
      "1970-01-01T00:00:00Z",
      "9999-01-01T00:00:00Z",
      "2026-06-01T09:11:00Z",
      "-1",
      1_779_000_000,
      "2026-02-30T00:00:00Z",
    ];
    const answer = await tell(
      "opt-ins",
      ...times.map((at, index) => ({ ...optIn(index, "a"), optedInAt: at })),
    );
    expect(answer).toMatchObject({ accepted: 0, duplicates: 0 });
    expect(answer.rejected.map(({ errors }) => errors[0]!.path)).toEqual(times.map(() => "optedInAt"));
    expect(await tell("opt-ins", { ...optIn(1, "a"), optedInAt: "2026-06-01T09:09:00Z" })).toMatchObject({
      accepted: 1,
    });
    // Consent may be old; a message that could have been counted and dropped already may not.
    const old = "2024-06-01T00:00:00Z";
    expect(await tell("opt-ins", optIn(2, "a", old))).toMatchObject({ accepted: 1 });
    expect(await tell("exposures", exposure(2, { sentAt: old }))).toMatchObject({
      rejected: [
        { errors: [{ path: "sentAt", message: expect.stringContaining("not kept for so long") as string }] },
      ],
    });
  });

  it("F34 a row with a NUL, with __proto__ or without an object is refused alone", async () => {
    const odd: unknown[] = [
      { ...optIn(1, "a\0b") },
      JSON.parse(
        '{"__proto__": {}, "contact": "+4917604069001", "source": "a", "optedInAt": "2026-05-04T10:00:00Z"}',
      ),
      null,
      [],
      "text",
      { ...optIn(2, "") },
      { ...optIn(3, "x".repeat(129)) },
      { ...optIn(4, "a"), evidence: "call ada@example.com" },
    ];
    const answer = await tell("opt-ins", ...odd, optIn(5, "a"));
    expect(answer.accepted).toBe(1);
    expect(answer.rejected.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("F34 half a character or a proof nested without end is refused alone, wherever it stands", async () => {
    const half = "\ud800";
    let deep: unknown = "proof";
    for (let level = 0; level < 20_000; level++) deep = [deep];
    const broken = [
      { ...optIn(1, `shop${half}`) },
      { ...optIn(1, "shop"), id: half },
      { ...optIn(1, "shop"), evidence: half },
      { ...optIn(1, "shop"), evidence: { form: half } },
      { ...optIn(1, "shop"), evidence: { form: deep } },
      { ...optIn(1, "shop"), [`tag${half}`]: 1 },
    ];
    const answer = await tell("opt-ins", optIn(7, "shop"), ...broken, optIn(8, "shop"));
    expect(answer.accepted).toBe(2);
    expect(answer.rejected.map(({ index, errors }) => [index, errors[0]!.path])).toEqual([
      ...[
        [1, "source"],
        [2, "id"],
        [3, "evidence"],
        [4, "evidence"],
        [5, "evidence"],
      ],
      [6, "tag\ufffd"],
    ]);
    const sent = await tell(
      "exposures",
      exposure(1),
      exposure(2, { campaign: half }),
      exposure(3, { template: half }),
    );
    expect(sent).toMatchObject({ accepted: 1, rejected: [{ index: 1 }, { index: 2 }] });
    expect((await tell("signals", [], signal(1, { phoneNumberId: half }))).rejected).toEqual([
      { index: 0, errors: [{ path: "", message: "must be an object" }] },
      {
        index: 1,
        errors: [{ path: "phoneNumberId", message: "contains half a character (a lone surrogate)" }],
      },
    ]);
  });

  it("only who may", async () => {
    for (const role of roles.filter((one) => one !== "growth" && one !== "admin")) {
      const other = testContext(database, { role, ports: ctx });
      await expect(ingestFacts(other, "opt-ins", [])).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

describe("cells", () => {
  it("tie signals to the place of opt-in, with rate and interval", async () => {
    await givenSpring();
    const [first, second] = await cells({ by: "source" });
    expect(first).toMatchObject({
      source: "checkout-de",
      exposures: 40,
      delivered: 40,
      rate: 0,
      suppressed: false,
    });
    expect(second).toMatchObject({
      source: "qr-flyer",
      exposures: 25,
      signals: { block: 3, report: 0, opt_out: 1, suspected_block: 0 },
      basis: { observed: 0, imported: 4, inferred: 0 },
      rate: 0.16,
    });
    expect(second!.interval![0]).toBeLessThan(0.16);
    expect(second!.interval![1]).toBeGreaterThan(0.16);
  });

  it("answer any grouping, each with the same total", async () => {
    await givenSpring();
    for (const by of [
      "",
      "phoneNumberId",
      "source,campaign",
      "template,cohort,day",
      "phoneNumberId,method,source,campaign,template,cohort,day",
    ]) {
      await database.client.organization.updateMany({ data: { smallGroupSize: 1 } });
      const rows = await cells({ by });
      expect(rows.reduce((sum, row) => sum + row.exposures!, 0)).toBe(65);
      // Groups of a day on which nothing was sent are too small to be shown.
      if (!by.includes("day")) expect(rows.reduce((sum, row) => sum + row.signals!.block, 0)).toBe(3);
    }
    const [row] = await cells({ by: "cohort,day,template", source: "qr-flyer" });
    expect(row).toMatchObject({
      cohort: "2026-05-11",
      day: "2026-05-20",
      template: "promo_1",
      exposures: 25,
    });
  });

  it("hide groups below the size that was chosen", async () => {
    await givenSpring();
    await database.client.organization.updateMany({ data: { smallGroupSize: 30 } });
    const [, small] = await cells({ by: "source" });
    expect(small).toMatchObject({
      source: "qr-flyer",
      suppressed: true,
      exposures: null,
      signals: null,
      rate: null,
      interval: null,
    });
  });

  it("put what belongs to no opt-in under source null", async () => {
    await tell("exposures", ...many(30).map((index) => exposure(index)));
    await tell("signals", signal(1), { ...signal(2), contact: undefined, exposureId: undefined });
    const [row] = await cells({ by: "source" });
    expect(row).toMatchObject({ source: null, exposures: 30, signals: { block: 2 } });
  });

  it("are put right by an opt-in, a message or a correction that comes late", async () => {
    await tell("exposures", ...many(30).map((index) => exposure(index)));
    await tell("signals", signal(1));
    expect(await cells({ by: "source" })).toMatchObject([{ source: null, exposures: 30 }]);
    await tell("opt-ins", ...many(30).map((index) => optIn(index, "late")));
    expect(await cells({ by: "source" })).toMatchObject([
      { source: "late", exposures: 30, signals: { block: 1 } },
    ]);
    expect(
      await tell("exposures", ...many(30).map((index) => exposure(index, { campaign: "summer" }))),
    ).toMatchObject({
      accepted: 30,
    });
    expect(await cells({ by: "campaign" })).toMatchObject([
      { campaign: "summer", exposures: 30, signals: { block: 1 } },
    ]);
  });

  it("say who counts under each rule when a person opted in at several places", async () => {
    await tell("opt-ins", ...many(20).map((index) => optIn(index, "first", "2026-05-01T10:00:00Z")));
    await tell("opt-ins", ...many(20).map((index) => optIn(index, "second", "2026-05-08T10:00:00Z")));
    await tell("exposures", ...many(20).map((index) => exposure(index)));
    await tell("signals", signal(1), signal(2));
    await database.client.organization.updateMany({ data: { smallGroupSize: 1 } });
    const by = async (rule: string) =>
      (await cells({ by: "source", rule })).map(({ source, exposures, signals }) => [
        source,
        exposures,
        signals!.block,
      ]);
    expect(await by("last")).toEqual([["second", 20, 2]]);
    expect(await by("first")).toEqual([["first", 20, 2]]);
    expect(await by("split")).toEqual([
      ["first", 10, 1],
      ["second", 10, 1],
    ]);
  });

  it("keep unknown keys as entries to be claimed", async () => {
    await givenSpring();
    await cells();
    const sources = await database.client.optInSource.findMany({ orderBy: { key: "asc" } });
    expect(sources.map(({ key, state }) => [key, state])).toEqual([
      ["checkout-de", "unregistered"],
      ["qr-flyer", "unregistered"],
    ]);
    expect(await database.client.campaign.findMany()).toMatchObject([
      { key: "spring", state: "unregistered" },
    ]);
  });

  it("a message that a sender and Meta tell of is one, and a failure says what it says", async () => {
    await tell("exposures", exposure(1, { status: "failed", errorCode: 131026 }));
    await database.client.organization.updateMany({ data: { smallGroupSize: 1 } });
    expect(await cells()).toMatchObject([
      { exposures: 1, delivered: 0, failed: 1, signals: { undelivered: 1 } },
    ]);
  });

  it("belong to one organization", async () => {
    await givenSpring();
    await cells();
    await givenOrganization(database, "other");
    const other = testContext(database, { organizationId: "other", ports: ctx });
    expect((await listCells(other, cellsQuery.parse({ by: "source" }))).data).toEqual([]);
  });
});

describe("figures", () => {
  it("rank sources with contacts gained, against the period before", async () => {
    await givenSpring();
    await cells();
    const answer = await listFigures(ctx, figuresQuery.parse({ from: "2026-05-11T00:00:00Z" }));
    expect(figuresShape.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      pointUnit: "day",
      total: { gained: 25, previousGained: 40, current: { exposures: 65 }, previous: { suppressed: true } },
    });
    expect(answer.data.map(({ key, gained, previousGained }) => [key, gained, previousGained])).toEqual([
      ["checkout-de", 0, 40],
      ["qr-flyer", 25, 0],
    ]);
    const flyer = answer.data[1]!;
    expect(flyer.current.rate).toBe(0.16);
    expect(flyer.points.find(({ day }) => day === "2026-05-20")).toEqual({
      day: "2026-05-20",
      exposures: 25,
      negative: 0,
    });
    // The few blocks came on other days, on which nothing was sent: a point of so few is hidden too.
    const rest = flyer.points.filter(({ negative }) => negative !== 0);
    expect(rest.length).toBeGreaterThan(0);
    expect(rest.every(({ exposures, negative }) => exposures === null && negative === null)).toBe(true);
  });

  it("give no points of a source that is itself too small", async () => {
    await givenSpring();
    await tell("opt-ins", ...many(7).map((index) => optIn(200 + index, "tiny")));
    await tell("exposures", ...many(7).map((index) => exposure(200 + index)));
    await tell("signals", signal(200), signal(201));
    await cells();
    const answer = await listFigures(ctx, figuresQuery.parse({ from: "2026-05-11T00:00:00Z" }));
    const tiny = answer.data.find(({ key }) => key === "tiny");
    expect(tiny?.current).toMatchObject({ suppressed: true, exposures: null });
    expect(tiny?.points.filter(({ exposures }) => exposures === null)).toHaveLength(2);
    expect(tiny?.points.every(({ exposures, negative }) => !exposures && !negative)).toBe(true);
  });
});
