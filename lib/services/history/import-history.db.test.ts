import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { historyImportList, historyImportResult } from "../../contracts/history.ts";
import { historyShape } from "../../contracts/phone-numbers.ts";
import type { Role } from "../../core/access/rights.ts";
import { FileRefused } from "../../core/history/file-refused.ts";
import type { ImportRow } from "../../core/history/judge-import-row.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { getPhoneNumberHistory } from "../phone-numbers/history.ts";
import { importHistory } from "./import-history.ts";
import { listHistoryImports } from "./list-imports.ts";
import { removeHistoryImport } from "./remove-import.ts";

const organizationId = "default";
/** The clock of the tests stands at 2026-06-01T09:00Z; polls began an hour before. */
const firstPoll = new Date("2026-06-01T08:00:00.000Z");

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  await givenOrganization(database);
  await givenNumber("700101");
});

async function givenNumber(id: string, of = organizationId): Promise<void> {
  await database.client.phoneNumber.create({
    data: {
      ...{
        organizationId: of,
        id,
        connectionId: "c1",
        wabaId: "w1",
        qualityRating: "GREEN",
        qualityReasons: [],
      },
      ...{ firstSeenAt: firstPoll, observedAt: ports.clock.now(), ratingSince: firstPoll },
    },
  });
  await database.client.phoneNumberChange.create({
    data: {
      ...{
        organizationId: of,
        phoneNumberId: id,
        id: `first-${id}`,
        field: "quality_rating",
        toValue: "GREEN",
      },
      ...{ occurredAt: firstPoll, recordedAt: firstPoll, source: "poll" },
    },
  });
}

const context = (role: Role = "growth", of = organizationId) =>
  testContext(database, { ports, role, organizationId: of });
const row = (at: string, value: string, more: object = {}) => ({
  ...{ id: "700101", field: "quality_rating", value, at: `2026-05-${at}Z` },
  ...more,
});

async function* asRows(changes: readonly object[], end?: Error): AsyncGenerator<ImportRow> {
  for (const [index, cells] of changes.entries()) {
    yield await Promise.resolve({ index, line: index + 2, cells: cells as Record<string, unknown> });
  }
  if (end !== undefined) throw end;
}

async function bringIn(
  changes: readonly object[],
  options: { dryRun?: boolean; end?: Error; role?: Role; of?: string; fileName?: string } = {},
) {
  const answer = await importHistory(context(options.role, options.of), {
    fileName: options.fileName ?? null,
    dryRun: options.dryRun ?? false,
    rows: asRows(changes, options.end),
    format: () => ({ kind: "csv", encoding: "utf-8", delimiter: "," }),
  });
  return historyImportResult.parse(answer);
}
const history = async () =>
  historyShape.parse(
    await getPhoneNumberHistory(context("executive"), "700101", { from: "2026-05-01T00:00:00Z" }),
  );
const timeline = async () =>
  (await history()).changes.map(({ from, to, source }) => [from, to, source]).reverse();
const allRows = () =>
  database.client.phoneNumberChange.findMany({ orderBy: [{ occurredAt: "asc" }, { id: "asc" }] });

describe("importing past history", () => {
  it("reads as one timeline with what polls saw, and leaves the present alone", async () => {
    const before = await database.client.phoneNumber.findFirstOrThrow();
    // Out of order on purpose.
    const answer = await bringIn([
      row("20T10:00:00", "RED"),
      row("10T10:00:00", "GREEN"),
      row("15T10:00:00", "YELLOW"),
    ]);
    expect(answer).toMatchObject({ accepted: 3, duplicates: 0, rejectedCount: 0, rejected: [], notes: [] });
    expect(await timeline()).toEqual([
      [null, "GREEN", "import"],
      ["GREEN", "YELLOW", "import"],
      ["YELLOW", "RED", "import"],
      [null, "GREEN", "poll"],
    ]);
    expect(await database.client.phoneNumber.findFirstOrThrow()).toEqual(before);
    expect(await database.client.transition.count()).toBe(0);
  });

  it("is drawn as imported, and not known before its first row", async () => {
    await bringIn([row("10T10:00:00", "GREEN"), row("20T10:00:00", "RED")]);
    expect((await history()).ratingSpans).toEqual([
      {
        kind: "value",
        value: "GREEN",
        source: "import",
        from: "2026-05-10T10:00:00.000Z",
        to: "2026-05-20T10:00:00.000Z",
      },
      {
        kind: "value",
        value: "RED",
        source: "import",
        from: "2026-05-20T10:00:00.000Z",
        to: firstPoll.toISOString(),
      },
      {
        kind: "value",
        value: "GREEN",
        source: "observed",
        from: firstPoll.toISOString(),
        to: ports.clock.now().toISOString(),
      },
    ]);
  });

  it("ties later files to earlier ones, in whatever order they come", async () => {
    await bringIn([row("10T10:00:00", "GREEN"), row("20T10:00:00", "RED")]);
    await bringIn([row("15T10:00:00", "YELLOW"), row("05T10:00:00", "RED")]);
    expect(await timeline()).toEqual([
      [null, "RED", "import"],
      ["RED", "GREEN", "import"],
      ["GREEN", "YELLOW", "import"],
      ["YELLOW", "RED", "import"],
      [null, "GREEN", "poll"],
    ]);
  });

  it("shows a value that is said again as no change, and still knows its row", async () => {
    const twice = [row("10T10:00:00", "GREEN"), row("12T10:00:00", "GREEN"), row("20T10:00:00", "RED")];
    expect(await bringIn(twice)).toMatchObject({ accepted: 3 });
    expect(await timeline()).toEqual([
      [null, "GREEN", "import"],
      ["GREEN", "RED", "import"],
      [null, "GREEN", "poll"],
    ]);
    expect(await bringIn(twice)).toMatchObject({ accepted: 0, duplicates: 3 });
  });

  it("keeps rows newer than the first poll as history between, says so, and observed facts stay", async () => {
    const inside = { ...row("01T00:00:00", "RED"), at: "2026-06-01T08:30:00Z" };
    const answer = await bringIn([inside]);
    expect(answer).toMatchObject({
      accepted: 1,
      notes: [{ count: 1, message: expect.stringMatching(/newer than the first reading/) as string }],
    });
    expect(await timeline()).toEqual([
      [null, "GREEN", "poll"],
      ["GREEN", "RED", "import"],
    ]);
    expect((await history()).ratingSpans).toMatchObject([{ value: "GREEN", source: "observed" }]);
  });

  it("takes portfolios, WABAs and templates that are known, each with its own fields", async () => {
    const seen = { organizationId, firstSeenAt: firstPoll };
    const { client } = database;
    await client.portfolio.create({ data: { ...seen, id: "p1", connectionId: "c1", observedAt: firstPoll } });
    await client.waba.create({
      data: { ...seen, id: "w1", connectionId: "c1", state: "visible", droppedFields: [] },
    });
    await client.messageTemplate.create({
      data: {
        ...seen,
        id: "t1",
        wabaId: "w1",
        name: "promo",
        language: "en_US",
        quickReplies: [],
        observedAt: firstPoll,
      },
    });
    const at = "2026-05-01T00:00:00Z";
    const answer = await bringIn([
      { subject: "portfolio", id: "p1", field: "messaging_limit", value: "tier_2k", at },
      { subject: "waba", id: "w1", field: "account_review_status", value: "PENDING", at },
      { subject: "waba", id: "w1", field: "account_review_status", value: "APPROVED", at: "1780000000" },
      { subject: "template", id: "t1", field: "status", value: "PAUSED", at },
      { subject: "template", id: "t1", field: "quality_rating", value: "RED", at },
      { subject: "template", id: "t2", field: "status", value: "PAUSED", at },
    ]);
    expect(answer).toMatchObject({
      accepted: 4,
      rejected: [
        { index: 4, errors: [{ path: "field" }] },
        { index: 5, errors: [{ path: "id", message: "is not a template that Staygreen has seen" }] },
      ],
    });
    expect(answer.notes.map(({ count, message }) => `${count} ${message}`)).toEqual([
      "1 Words of Meta's in small letters were put into capitals.",
      "1 Bare numbers under `at` were read as Unix seconds.",
    ]);
    const stored = await client.assetChange.findMany({
      orderBy: [{ subjectKind: "asc" }, { occurredAt: "asc" }],
    });
    expect(stored.map((one) => [one.subjectKind, one.fromValue, one.toValue, one.source])).toEqual([
      ["portfolio", null, "TIER_2K", "import"],
      ["template", null, "PAUSED", "import"],
      ["waba", null, "PENDING", "import"],
      ["waba", "PENDING", "APPROVED", "import"],
    ]);
  });

  it("F34 a bad row never loses the good ones, and is told by its place", async () => {
    const answer = await bringIn([
      row("10T10:00:00", "GREEN"),
      row("11T10:00:00", "GR\u0000EEN"),
      row("12T10:00:00", "RED", { id: "999" }),
      row("13T10:00:00", "RED", { at: "1970-01-01T00:00:00Z" }),
      row("14T10:00:00", "RED", { surprise: 1 }),
      row("10T10:00:00", "RED"),
      row("15T10:00:00", "YELLOW"),
    ]);
    expect(answer).toMatchObject({ accepted: 2, rejectedCount: 5 });
    expect(answer.rejected.map(({ index, line, errors }) => [index, line, errors[0]?.path])).toEqual([
      [1, 3, "value"],
      [2, 4, "id"],
      [3, 5, "at"],
      [4, 6, "surprise"],
      [5, 7, "value"],
    ]);
    expect(answer.rejected[4]?.errors[0]?.message).toBe(
      "contradicts a row before it, which gives GREEN for the same instant",
    );
    // Another file may not contradict it either.
    expect(await bringIn([row("10T10:00:00", "RED")])).toMatchObject({
      accepted: 0,
      rejected: [{ errors: [{ message: expect.stringContaining("an earlier import") as string }] }],
    });
  });

  it("lists the first 1,000 problems and counts the others", async () => {
    const answer = await bringIn(Array.from({ length: 1_500 }, () => row("10T10:00:00", "")));
    expect(answer.rejectedCount).toBe(1_500);
    expect(answer.rejected).toHaveLength(1_000);
  });
});

describe("F28 the same file twice, overlapping, renamed", () => {
  const many = Array.from({ length: 2_500 }, (_, index) => ({
    id: "700101",
    field: "quality_rating",
    value: index % 2 === 0 ? "GREEN" : "RED",
    at: Date.parse("2026-01-01T00:00:00Z") + index * 60_000,
  }));

  it("brings in nothing new, counts it, and the rows stay as they were", async () => {
    expect(await bringIn(many, { fileName: "a.csv" })).toMatchObject({ accepted: 2_500, duplicates: 0 });
    const before = await allRows();
    expect(await bringIn(many, { fileName: "renamed.csv" })).toMatchObject({
      accepted: 0,
      duplicates: 2_500,
    });
    expect(await allRows()).toEqual(before);
    expect(
      await bringIn([...many.slice(2_000), row("20T10:00:00", "RED"), row("20T10:00:00", "RED")]),
    ).toMatchObject({
      accepted: 1,
      duplicates: 501,
    });
  });

  it("F27 an import that was cut off is completed by sending it again", async () => {
    const gone = new Error("the connection was closed");
    await expect(bringIn(many.slice(0, 1_500), { end: gone })).rejects.toBe(gone);
    expect(await database.client.phoneNumberChange.count({ where: { source: "import" } })).toBe(1_000);
    expect(await bringIn(many)).toMatchObject({ accepted: 1_500, duplicates: 1_000 });
    const rows = (await allRows()).filter(({ source }) => source === "import");
    expect(rows.map(({ fromValue }) => fromValue)).toEqual([
      null,
      ...rows.slice(0, -1).map(({ toValue }) => toValue),
    ]);
  });

  it("counts what polls observed as known, so that an export can be brought in again", async () => {
    const observed = { id: "700101", field: "quality_rating", value: "GREEN", at: firstPoll.toISOString() };
    expect(await bringIn([observed])).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  it("two at the same moment store each row once", async () => {
    const [one, two] = await Promise.all([bringIn(many.slice(0, 50)), bringIn(many.slice(0, 50))]);
    expect(one.accepted + two.accepted).toBe(50);
    expect(one.duplicates + two.duplicates).toBe(50);
    expect(await database.client.phoneNumberChange.count({ where: { source: "import" } })).toBe(50);
  });
});

describe("dry run", () => {
  it("says what an import would do and stores nothing", async () => {
    await bringIn([row("10T10:00:00", "GREEN")]);
    const before = await allRows();
    const file = [
      row("10T10:00:00", "GREEN"),
      row("11T10:00:00", "red"),
      row("11T10:00:00", "RED"),
      row("12T10:00:00", ""),
    ];
    const answer = await bringIn(file, { dryRun: true });
    expect(answer).toMatchObject({ id: null, dryRun: true, accepted: 1, duplicates: 2, rejectedCount: 1 });
    expect(await allRows()).toEqual(before);
    expect(await database.client.historyImport.count()).toBe(1);
    expect(await bringIn(file)).toMatchObject({ accepted: 1, duplicates: 2, rejectedCount: 1 });
  });
});

describe("F30 a file that cannot be read to its end", () => {
  it("leaves nothing behind", async () => {
    const refused = new FileRefused("opens a quote that is never closed", 1_202);
    const file = Array.from({ length: 1_200 }, (_, index) =>
      row("01T00:00:00", "RED", { at: 1_700_000_000 + index }),
    );
    const before = await allRows();
    await expect(bringIn(file, { end: refused })).rejects.toBe(refused);
    expect(await allRows()).toEqual(before);
    expect(await database.client.historyImport.count()).toBe(0);
    await expect(bringIn([])).rejects.toThrow("holds no row");
  });

  it("F26 more than 100,000 rows are refused", async () => {
    const file = Array.from({ length: 100_001 }, () => row("01T00:00:00", ""));
    await expect(bringIn(file, { dryRun: true })).rejects.toMatchObject({
      name: "FileRefused",
      tooLarge: true,
    });
  });
});

describe("undoing an import", () => {
  it("removes exactly its rows, and the timeline closes again", async () => {
    await bringIn([row("10T10:00:00", "GREEN"), row("20T10:00:00", "RED")], { fileName: "first.csv" });
    const before = await allRows();
    const second = await bringIn(
      [row("10T10:00:00", "GREEN"), row("15T10:00:00", "YELLOW"), row("25T10:00:00", "GREEN")],
      {
        fileName: "second.csv",
      },
    );
    expect(await timeline()).toHaveLength(5);
    await removeHistoryImport(context(), second.id ?? "");
    expect(await allRows()).toEqual(before);
    const { data } = historyImportList.parse(await listHistoryImports(context("executive"), { limit: 50 }));
    expect(data).toMatchObject([{ fileName: "first.csv", accepted: 2, createdBy: "Test growth" }]);
    await expect(removeHistoryImport(context(), second.id ?? "")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const actions = await database.client.auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(actions.map(({ action }) => action)).toEqual([
      "history.import",
      "history.import",
      "history.import-undone",
    ]);
  });

  it("lists imports page by page, newest first", async () => {
    for (const name of ["a", "b", "c"]) await bringIn([row("10T10:00:00", "GREEN")], { fileName: name });
    const first = await listHistoryImports(context(), { limit: 2 });
    expect(first.data.map(({ fileName }) => fileName)).toEqual(["c", "b"]);
    const second = await listHistoryImports(context(), { limit: 2, cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({ data: [{ fileName: "a", accepted: 1 }], nextCursor: null });
  });
});

describe("who may", () => {
  it.each([
    ["admin", true],
    ["growth", true],
    ["on-call", false],
    ["executive", false],
  ] as const)("%s: %s", async (role, may) => {
    const asking = bringIn([row("10T10:00:00", "GREEN")], { role });
    if (may) await expect(asking).resolves.toMatchObject({ accepted: 1 });
    else await expect(asking).rejects.toMatchObject({ code: "FORBIDDEN" });
    const undoing = removeHistoryImport(context(role), "none");
    await expect(undoing).rejects.toMatchObject({ code: may ? "NOT_FOUND" : "FORBIDDEN" });
  });

  it("F66 another organization's numbers and imports do not exist", async () => {
    await givenNumber("700202", "other");
    expect(await bringIn([row("10T10:00:00", "GREEN", { id: "700202" })])).toMatchObject({
      accepted: 0,
      rejectedCount: 1,
    });
    const theirs = await bringIn([row("10T10:00:00", "GREEN", { id: "700202" })], { of: "other" });
    expect(theirs.accepted).toBe(1);
    await expect(removeHistoryImport(context(), theirs.id ?? "")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(
      (await listHistoryImports(context("admin"), { limit: 50 })).data.map(({ id }) => id),
    ).not.toContain(theirs.id);
    expect(
      await database.client.phoneNumberChange.count({ where: { organizationId: "other", source: "import" } }),
    ).toBe(1);
  });
});
