import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { cellsQuery } from "../../contracts/cells.ts";
import type { ImportKind } from "../../core/imports/import-fields.ts";
import { importFiles } from "../../runtime/import-files.ts";
import { clearDatabase, wholeDatabaseText } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { listCells } from "../cells/list-cells.ts";
import { ingestFacts } from "../facts/ingest-facts.ts";
import { createImport } from "./create-import.ts";
import { cancelImport, undoImport } from "./end-import.ts";
import { finishUndos } from "./finish-undos.ts";
import { exportImportRejections, listImportRejections } from "./list-rejections.ts";
import { getImport, listImports } from "./list-imports.ts";
import { previewImport } from "./preview-import.ts";
import { takeSlice } from "./take-slice.ts";
import { updateImport } from "./update-import.ts";

// The fake clock stands at 2026-06-01T09:00Z, a Monday.
let database: Database;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  await givenOrganization(database);
  ctx = testContext(database, { role: "growth", ports: testPorts(database) });
});

const phone = (index: number) => `+49176040${String(60_000 + index)}`;
const many = (count: number) => Array.from({ length: count }, (_, index) => index);
const optIns = (count: number, from = 0) =>
  ["phone,source,opted_in_at"]
    .concat(many(count).map((index) => `${phone(from + index)},checkout-de,2026-05-04T10:00:00Z`))
    .join("\n");

interface Decided {
  kind?: ImportKind;
  dryRun?: boolean;
  [name: string]: unknown;
}
const bodyOf = (text: string | Buffer, more: Decided = {}) => {
  const bytes = Buffer.from(text);
  return {
    fileName: "facts.csv",
    fileSize: bytes.byteLength,
    fileMark: `mark-${bytes.byteLength}`,
    head: bytes.subarray(0, 256 * 1024).toString("base64"),
    dryRun: false,
    ...more,
  };
};
const begin = async (text: string | Buffer, more: Decided = {}, as: TestContext = ctx) =>
  (await createImport(as, importFiles, bodyOf(text, more))).id;
const send = (id: string, text: string | Buffer, offset: number, size = Infinity, as: TestContext = ctx) => {
  const bytes = Buffer.from(text).subarray(offset, offset + size);
  return takeSlice(as, importFiles, id, { offset, last: null, bytes });
};
/** As a client does it: from where the server is, a longer slice when it did not move. */
async function sendAll(id: string, text: string | Buffer, size = 1_000) {
  let at = (await getImport(ctx, id)).byteOffset;
  for (let length = size; ;) {
    const progress = await send(id, text, at, length);
    if (progress.state !== "open") return progress;
    length = progress.byteOffset === at ? length * 2 : size;
    at = progress.byteOffset;
  }
}
async function cells() {
  while ((await countCells(ctx)) > 0);
  return (await listCells(ctx, cellsQuery.parse({}))).data;
}
const optInCells = async () => {
  while ((await countCells(ctx)) > 0);
  return database.client.$queryRaw`select day, source, opt_ins, gained, newcomers from opt_in_cell_day
    where opt_ins <> 0 or gained <> 0 or newcomers <> 0 order by 1, 2`;
};

describe("a file in slices", () => {
  it("is taken whole, whatever the slices, and every row that is not is named by line and column", async () => {
    const rows = optIns(40).split("\n");
    rows[5] = "0151 123,checkout-de,2026-05-04T10:00:00Z";
    rows[9] = `${phone(8)},checkout-de,2026-05-04T10:00:00`;
    rows[20] = "only one cell";
    const text = rows.join("\r\n");
    const id = await begin(text, { timeZone: "Europe/Berlin", country: "DE" });
    const end = await sendAll(id, text, 100);
    expect(end).toMatchObject({
      state: "done",
      byteOffset: text.length,
      acceptedCount: 38,
      rejectedCount: 2,
    });
    const { data } = await listImportRejections(ctx, id, { limit: 50, format: "json" });
    expect(data).toEqual([
      { line: 6, column: "phone", message: "is no phone number of DE, nor of another country" },
      { line: 21, column: null, message: "has 1 cell, the header names 3" },
    ]);
    let csv = "";
    for await (const piece of await exportImportRejections(ctx, id)) csv += piece;
    expect(csv.split("\r\n").slice(0, 2)).toEqual([
      "line,column,problem",
      '6,phone,"is no phone number of DE, nor of another country"',
    ]);
  });

  it("F28 the same file twice adds nothing, and counts what was known", async () => {
    const text = optIns(60);
    await sendAll(await begin(text), text);
    const again = await sendAll(await begin(text), text);
    expect(again).toMatchObject({ acceptedCount: 0, changedCount: 0, duplicateCount: 60, rejectedCount: 0 });
  });

  it("F27 cut off anywhere, and gone on with, gives the totals of one clean run", async () => {
    const text = `${optIns(50)}\n${optIns(10).split("\n").slice(1).join("\n")}\nbroken`;
    const clean = await sendAll(await begin(text), text, 100_000);
    expect(clean).toMatchObject({ acceptedCount: 50, duplicateCount: 10, rejectedCount: 1 });
    for (const cut of [1, 27, 700, 1_333, text.length - 1]) {
      await database.client.optIn.deleteMany();
      const id = await begin(text);
      // The server dies before it has booked: facts and counts of the piece go together.
      const dying = { ...ctx, clock: dyingAfter(ctx, 1) };
      await expect(send(id, text, 0, cut + 200, dying)).rejects.toThrow("killed");
      expect(await database.client.optIn.count()).toBe(0);
      await send(id, text, 0, cut);
      const { lineCount, ...end } = await sendAll(id, text, 500);
      expect({ ...end, lineCount }).toEqual({ ...clean, state: "done" });
    }
  });

  it("F27 a slice that comes again after a lost answer changes nothing; one that does not follow is refused", async () => {
    const text = optIns(40);
    const id = await begin(text);
    const first = await send(id, text, 0, 600);
    expect(first.acceptedCount).toBeGreaterThan(5);
    expect(await send(id, text, 0, 600)).toEqual(first);
    await expect(send(id, text, first.byteOffset + 1, 10)).rejects.toMatchObject({
      code: "CONFLICT",
      details: { faults: [{ path: "offset", message: `must be ${first.byteOffset}` }] },
    });
  });

  it("two at once: one wins, and the counts are of one", async () => {
    const text = optIns(2_000);
    const id = await begin(text);
    const [a, b] = await Promise.all([send(id, text, 0), send(id, text, 0)]);
    expect(a).toEqual(b);
    expect(a).toMatchObject({ state: "done", acceptedCount: 2_000, duplicateCount: 0 });
  });

  it("works through more records than one transaction takes, and says so little of a slice without a record", async () => {
    const text = optIns(6_000);
    const id = await begin(text);
    expect(await send(id, text, 0, 30)).toMatchObject({ byteOffset: "phone,source,opted_in_at\n".length });
    expect(await sendAll(id, text, 2_000_000)).toMatchObject({ acceptedCount: 6_000, lineCount: 6_000 });
  });

  it("F30 a quote that is never closed stops it at its line; what stands before is in", async () => {
    const text = `${optIns(6_000)}\n"${phone(99)},checkout-de,2026-05-04T10:00:00Z\n${"x".repeat(70_000)}`;
    const id = await begin(text);
    await expect(sendAll(id, text, 60_000)).rejects.toMatchObject({
      code: "VALIDATION",
      details: { faults: [{ path: expect.stringMatching(/^line 600[23]$/) as string }] },
    });
    const { state, acceptedCount } = await getImport(ctx, id);
    expect([state, acceptedCount > 5_000]).toEqual(["open", true]);
  });
});

describe("exposures and signals", () => {
  it("without ids, the same row is the same fact again; senders are found by their display numbers", async () => {
    await database.client.phoneNumber.create({
      data: {
        ...{ organizationId: "default", id: "700101", connectionId: "c", wabaId: "w" },
        ...{ displayPhoneNumber: "+49 30 1234567", qualityReasons: [] },
        ...{ firstSeenAt: ctx.clock.now(), observedAt: ctx.clock.now() },
      },
    });
    const text = [
      "recipient;from;template;sent at;status;error",
      `${phone(1)};+49 (30) 1234567;promo;04.05.2026 10:00;delivered;`,
      `${phone(2)};+49 (30) 1234567;promo;04.05.2026 10:00;failed;131026`,
    ].join("\n");
    const decided = { kind: "exposures", timeZone: "Europe/Berlin" } as const;
    expect(await sendAll(await begin(text, decided), text)).toMatchObject({ acceptedCount: 2 });
    expect(await sendAll(await begin(text, decided), text)).toMatchObject({ duplicateCount: 2 });
    const stored = await database.client.exposure.findMany();
    expect(stored.map(({ phoneNumberId, occurredAt }) => [phoneNumberId, occurredAt.toISOString()])).toEqual(
      many(2).map(() => ["700101", "2026-05-04T08:00:00.000Z"]),
    );
    expect(await database.client.signal.count()).toBe(1);
  });
});

describe("looking first", () => {
  it("guesses with reasons, asks what only a person knows, and stores nothing", async () => {
    const text = `phone,source,opted in at\n${phone(1)},shop,03/04/2026\n12,shop,05/04/2026`;
    const look = await previewImport(ctx, importFiles, bodyOf(text, { timeZone: "Europe/Rome" }));
    expect(look).toMatchObject({ kind: "opt-ins", form: { delimiter: ",", encoding: "utf-8" } });
    expect(look.fields.find(({ name }) => name === "contact")?.guess?.why).toContain('"phone"');
    expect(look.faults).toEqual([
      {
        field: "optedInAt",
        message:
          'Opted in at needs the order of day and month: "03/04/2026" may be 3 April 2026 or 4 March 2026',
      },
    ]);
    await expect(begin(text, { timeZone: "Europe/Rome" })).rejects.toMatchObject({ code: "VALIDATION" });
    const decided = await previewImport(
      ctx,
      importFiles,
      bodyOf(text, { timeZone: "Europe/Rome", dateFormat: "dmy" }),
    );
    expect(decided.faults).toEqual([]);
    expect(decided.rows.map(({ line, faults }) => [line, faults.map(({ column }) => column)])).toEqual([
      [2, []],
      [3, [0]],
    ]);
    expect(await wholeDatabaseText(database)).not.toContain("shop");
  });

  it("names a zone that is missing, a column that is not there, and takes constants", async () => {
    const text = `phone,opted in at\n${phone(1)},2026-05-04 10:00`;
    const look = await previewImport(ctx, importFiles, bodyOf(text));
    expect(look.faults.map(({ field }) => field)).toEqual(["source", "optedInAt"]);
    const mapping = { contact: "Telefon" };
    await expect(previewImport(ctx, importFiles, bodyOf(text, { mapping }))).rejects.toMatchObject({
      details: { faults: [{ path: "mapping.contact" }] },
    });
    const id = await begin(text, { constants: { source: "fair" }, timeZone: "Europe/Rome" });
    expect(await sendAll(id, text)).toMatchObject({ acceptedCount: 1 });
  });

  it("a dry run counts and names, and stores no fact", async () => {
    const text = `${optIns(20)}\n12,checkout-de,2026-05-04T10:00:00Z`;
    const id = await begin(text, { dryRun: true });
    expect(await sendAll(id, text)).toMatchObject({ acceptedCount: 20, rejectedCount: 1, state: "done" });
    expect(await database.client.optIn.count()).toBe(0);
  });

  it("the mapping may change before the first slice, and not after", async () => {
    const text = optIns(5);
    const id = await begin(text);
    const { fileSize, head } = bodyOf(text);
    const body = { fileSize, head, country: "it" };
    expect(await updateImport(ctx, importFiles, id, body)).toMatchObject({ mapping: { country: "IT" } });
    await send(id, text, 0, 150);
    await expect(updateImport(ctx, importFiles, id, body)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("privacy", () => {
  it("keeps nothing of what stands in cells: not in rejections, not as names of columns", async () => {
    const text = [
      "contact,when,what,sender",
      `Maria Rossi,2026-05-04T10:00:00Z,block,700101`,
      `${phone(7)},2026-05-04T10:00:00Z,Maria "Mimi" Rossi,700101`,
      `4.9176E+12,gestern,block,700101`,
    ].join("\n");
    const mapping = { contact: 0, occurredAt: 1, kind: 2, phoneNumberId: 3 };
    const id = await begin(text, { kind: "signals", mapping, dateFormat: "iso" });
    expect(await sendAll(id, text)).toMatchObject({ rejectedCount: 3, acceptedCount: 0 });
    const headless = `${phone(8)},shop,2026-05-04T10:00:00Z\n${phone(9)},shop,2026-05-05T10:00:00Z`;
    await expect(begin(headless)).rejects.toMatchObject({ code: "VALIDATION" });
    const places = { contact: 0, source: 1, optedInAt: 2 };
    await begin(headless, { hasHeader: true, mapping: places });
    const stored = await wholeDatabaseText(database);
    for (const cell of ["Rossi", "Mimi", "gestern", "9176E", "17604060008"])
      expect(stored).not.toContain(cell);
  });
});

describe("undo", () => {
  it("takes back exactly what the import added, in facts and in cells", async () => {
    const told = (index: number) => ({
      index,
      value: { contact: phone(index), source: "app", optedInAt: "2026-05-01T10:00:00Z" },
    });
    await ingestFacts(ctx, "opt-ins", many(30).map(told));
    const sent = many(30).map((index) => ({
      index,
      value: {
        ...{ id: `wamid.${index}`, contact: phone(index), phoneNumberId: "700101" },
        ...{ sentAt: "2026-05-20T12:00:00Z", campaign: "spring" },
      },
    }));
    await ingestFacts(ctx, "exposures", sent);
    const before = [await cells(), await optInCells()];

    // Half of the rows are the API's own, which the undo leaves.
    const rows = optIns(40).split("\n");
    for (const index of many(15)) rows[index + 1] = `${phone(index)},app,2026-05-01T10:00:00Z`;
    const text = rows.join("\n");
    const id = await begin(text);
    expect(await sendAll(id, text)).toMatchObject({ acceptedCount: 25, duplicateCount: 15 });
    expect([await cells(), await optInCells()]).not.toEqual(before);

    expect(await undoImport(ctx, id)).toMatchObject({ state: "undoing" });
    expect(await undoImport(ctx, id)).toMatchObject({ state: "undoing" });
    while ((await finishUndos(ctx)) > 0);
    expect(await getImport(ctx, id)).toMatchObject({ state: "undone" });
    expect(await database.client.optIn.count()).toBe(30);
    expect([await cells(), await optInCells()]).toEqual(before);
    await expect(cancelImport(ctx, id)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("of exposures takes their signals along", async () => {
    const text = `id,phone,from,sent_at,status,error\nm1,${phone(1)},700101,2026-05-04T10:00:00Z,failed,131026`;
    const id = await begin(text, { kind: "exposures" });
    await sendAll(id, text);
    expect([await database.client.exposure.count(), await database.client.signal.count()]).toEqual([1, 1]);
    await undoImport(ctx, id);
    while ((await finishUndos(ctx)) > 0);
    expect([await database.client.exposure.count(), await database.client.signal.count()]).toEqual([0, 0]);
  });

  it("cancelled stays as it is, and takes no more", async () => {
    const text = optIns(40);
    const id = await begin(text);
    const { byteOffset } = await send(id, text, 0, 600);
    await cancelImport(ctx, id);
    await expect(send(id, text, byteOffset, 600)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await database.client.optIn.count()).toBeGreaterThan(0);
  });
});

describe("who may", () => {
  it("another organization sees nothing, and executives may not", async () => {
    const text = optIns(3);
    const id = await begin(text);
    await givenOrganization(database, "other");
    const other = testContext(database, { role: "admin", organizationId: "other", ports: ctx });
    for (const look of [
      () => getImport(other, id),
      () => send(id, text, 0, 100, other),
      () => listImportRejections(other, id, { limit: 1, format: "json" }),
      () => undoImport(other, id),
      () => cancelImport(other, id),
    ]) {
      await expect(look()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect((await listImports(other, { limit: 5 })).data).toEqual([]);
    const executive = testContext(database, { role: "executive", ports: ctx });
    for (const look of [
      () => previewImport(executive, importFiles, bodyOf(text)),
      () => begin(text, {}, executive),
      () => listImports(executive, { limit: 5 }),
    ]) {
      await expect(look()).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

/** A clock that kills whoever asks it once more than `calls` times. */
function dyingAfter(of: TestContext, calls: number): TestContext["clock"] {
  let left = calls;
  return {
    ...of.clock,
    now: () => {
      if (left-- <= 0) throw new Error("killed");
      return of.clock.now();
    },
  };
}
