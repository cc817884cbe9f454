import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileMark } from "../../core/imports/file-mark.ts";
import { apiDouble, problem } from "../../testing/process/api-double.ts";
import { staygreen as runStaygreen } from "../../testing/process/run-staygreen.ts";

const double = apiDouble();
const { plan } = double;
const staygreen = (args: string[], options: { interactive?: boolean } = {}) =>
  runStaygreen(["import", "opt-ins", ...args], { url: double.url, ...options });
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "staygreen-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const csv = `phone,source,opted_in_at\n${"+4917604060001,shop,2026-05-04T10:00:00Z\n".repeat(4_000)}`;
const file = () => {
  const full = path.join(folder, "people.csv");
  writeFileSync(full, csv);
  return full;
};
const counts = (more: object = {}) => ({
  ...{ state: "open", byteOffset: 0, lineCount: 0, acceptedCount: 0, changedCount: 0 },
  ...{ duplicateCount: 0, rejectedCount: 0 },
  ...more,
});
const created = (more: object = {}) => ({
  ...counts(),
  ...{
    id: "i1",
    kind: "opt-ins",
    fileName: "people.csv",
    fileSize: csv.length,
    fileMark: "m",
    dryRun: false,
  },
  form: {
    ...{ encoding: "utf-8", bomBytes: 0, delimiter: ",", quote: '"', newline: "lf", hasHeader: true },
    ...{
      header: ["phone", "source", "opted_in_at"],
      headerLooksLikeData: false,
      bodyOffset: 25,
      bodyLines: 1,
    },
  },
  mapping: { kind: "opt-ins", fields: { contact: { column: 0 } }, dates: {}, country: null },
  ...{
    createdAt: "2026-06-01T09:00:00Z",
    createdBy: "ETL",
    updatedAt: "2026-06-01T09:00:00Z",
    finishedAt: null,
  },
  ...more,
});
const slice = (offset: number, last: boolean) =>
  `PUT /api/v1/imports/i1/slices?offset=${offset}&last=${String(last)}`;
const first = 64 * 1024;
const sent = () => double.asked.filter(({ route }) => route.startsWith("PUT")).map(({ body }) => body);

describe("import opt-ins", () => {
  it("sends decisions first, then slices from where the server is, and tells the counts", async () => {
    plan("POST /api/v1/imports", created(), 201);
    plan(slice(0, false), counts({ byteOffset: first - 30, acceptedCount: 1_500 }));
    const rest = counts({ byteOffset: csv.length, acceptedCount: 3_900, duplicateCount: 100, state: "done" });
    plan(slice(first - 30, true), rest);
    const args = [file(), "--map", "contact=phone", "--map", "source=1", "--constant", "evidence=paper"];
    const { code, out, err } = await staygreen([...args, "--time-zone", "Europe/Rome", "--country", "IT"]);
    expect([code, out]).toEqual([0, ["new: 3,900, changed: 0, known already: 100, rejected: 0\nimport i1"]]);
    expect(err).toContain('utf-8, contact from "phone"\n');
    const body = JSON.parse(double.asked[0]!.body) as { head: string };
    expect(body).toMatchObject({
      ...{ kind: "opt-ins", fileName: "people.csv", fileSize: csv.length, timeZone: "Europe/Rome" },
      ...{ mapping: { contact: "phone", source: 1 }, constants: { evidence: "paper" }, country: "IT" },
      fileMark: fileMark(Buffer.from(csv), csv.length),
    });
    expect(Buffer.from(body.head, "base64").toString()).toBe(csv);
    expect(sent()).toEqual([csv.slice(0, first), csv.slice(first - 30)]);
  });

  it("goes on with the import of the same file", async () => {
    const query = new URLSearchParams({ fileMark: fileMark(Buffer.from(csv), csv.length), limit: "50" });
    const one = created({ byteOffset: csv.length - 42, acceptedCount: 3_999 });
    const others = [created({ id: "i0", state: "done" }), created({ id: "i2", kind: "signals" })];
    plan(`GET /api/v1/imports?${query.toString()}`, { data: [...others, one], nextCursor: null });
    plan(
      slice(csv.length - 42, true),
      counts({ byteOffset: csv.length, acceptedCount: 4_000, state: "done" }),
    );
    const { code, err } = await staygreen([file(), "--resume"], { interactive: true });
    expect(code).toBe(0);
    expect(err).toContain(`going on at byte ${csv.length - 42}\n`);
    expect(err).toContain(`[${"#".repeat(24)}]`);
    expect(sent()).toEqual([csv.slice(-42)]);
  });

  it("F27 says how to go on when the server goes away", async () => {
    plan("POST /api/v1/imports", created(), 201);
    plan(slice(0, false), problem(503, "Down."), 503);
    const { code, err } = await staygreen([file()]);
    expect(code).toBe(1);
    expect(err).toContain("Import i1 is at byte 0. The same command with --resume goes on from there.");
  });

  it("fails after the good rows are in when others were rejected, and writes them to a file", async () => {
    plan("POST /api/v1/imports", created({ fileSize: csv.length }), 201);
    plan(
      slice(0, false),
      counts({ byteOffset: csv.length, rejectedCount: 3, acceptedCount: 9, state: "done" }),
    );
    const rows = [{ line: 7, column: "phone", message: "is too short for a phone number" }];
    plan("GET /api/v1/imports/i1/rejections?limit=10", { data: rows, nextCursor: null });
    plan("GET /api/v1/imports/i1/rejections?format=csv", "as it comes");
    const { code, err } = await staygreen([file()]);
    expect(code).toBe(1);
    expect(err).toContain("line 7: phone is too short for a phone number\n3 rows were rejected");
    const errors = path.join(folder, "errors.csv");
    expect((await staygreen([file(), "--errors", errors])).err).toContain(`see ${errors}`);
    expect(readFileSync(errors, "utf8")).toBe('"as it comes"');
  });

  it("names what must be decided first, and sends nothing", async () => {
    const errors = [{ path: "optedInAt", message: "needs the order of day and month" }];
    plan("POST /api/v1/imports", problem(422, "Something must be decided.", errors), 422);
    const { code, err } = await staygreen([file()]);
    expect([code, err]).toEqual([1, "optedInAt: needs the order of day and month\n"]);
    expect(sent()).toEqual([]);
  });

  it.each([
    [["--map", "phone"]],
    [["--map", "kind=x"]],
    [["--date-format", "american"]],
    [["--charset", "ebcdic"]],
  ])("wrong use is exit code 2: %j", async (args) => {
    expect((await staygreen([file(), ...args])).code).toBe(2);
    expect(double.asked).toEqual([]);
  });
});
