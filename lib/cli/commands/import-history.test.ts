import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiDouble, problem } from "../../testing/process/api-double.ts";
import { staygreen as runStaygreen } from "../../testing/process/run-staygreen.ts";

const double = apiDouble();
const { plan } = double;
const staygreen = (args: string[], options: { interactive?: boolean } = {}) =>
  runStaygreen(args, { url: double.url, ...options });
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "staygreen-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("import history", () => {
  const csv = "id,field,value,at\n700101,quality_rating,GREEN,2026-05-01T09:30:00Z\n";
  const file = (name: string, content = csv) => {
    const full = path.join(folder, name);
    writeFileSync(full, content);
    return full;
  };
  const result = (more: object = {}) => ({
    ...{ id: "import-1", dryRun: false, fileName: "past.csv", accepted: 1, duplicates: 0, rejectedCount: 0 },
    ...{ rejected: [], notes: [], format: { kind: "csv", encoding: "utf-8", delimiter: "," } },
    ...more,
  });
  const upload = "POST /api/v1/history-imports?fileName=past.csv&dryRun=false";
  beforeEach(() => {
    plan("GET /api/v1/me", {
      ...{
        id: "k1",
        kind: "api-key",
        name: "ETL",
        email: null,
        role: "growth",
        rights: [],
        landingPage: "/",
      },
      organization: { id: "default", name: "Shop", timeZone: "UTC" },
    });
  });

  it("sends the file as it is, with its name and type, and tells the counts", async () => {
    plan(upload, result({ duplicates: 2 }));
    const { code, out, err } = await staygreen(["import", "history", file("past.csv")]);
    expect([code, out]).toEqual([0, ["imported: 1, known already: 2, rejected: 0", "import import-1"]]);
    expect(err).toBe("0.0 of 0.0 MB sent\n");
    expect(double.asked.at(-1)).toEqual({ route: upload, type: "text/csv", body: csv });
  });

  it("draws a bar for a person", async () => {
    plan(upload, result());
    const { err } = await staygreen(["import", "history", file("past.csv")], { interactive: true });
    expect(err).toBe(`\r[${"#".repeat(24)}] 0.0 of 0.0 MB sent\n`);
  });

  it("tries out, names the encoding, and takes NDJSON and JSON by their names", async () => {
    plan("POST /api/v1/history-imports?fileName=past.ndjson&dryRun=true", result({ id: null, dryRun: true }));
    const args = ["import", "history", file("past.ndjson", "{}\n"), "--dry-run", "--charset", "windows-1252"];
    expect((await staygreen(args)).out).toEqual(["would be imported: 1, known already: 0, rejected: 0"]);
    expect(double.asked.at(-1)?.type).toBe("application/x-ndjson; charset=windows-1252");
    plan("POST /api/v1/history-imports?fileName=past.json&dryRun=false", result());
    await staygreen(["import", "history", file("past.json", "{}")]);
    expect(double.asked.at(-1)?.type).toBe("application/json");
  });

  const rejected = Array.from({ length: 12 }, (_, index) => ({
    ...{ index, line: index + 2 },
    errors: [{ path: "at", message: "=has no time zone" }],
  }));

  it("fails after the good rows are in when others were rejected, and names the first", async () => {
    plan(upload, result({ rejectedCount: 30, rejected }));
    const { code, out, err } = await staygreen(["import", "history", file("past.csv")]);
    expect(code).toBe(1);
    expect(out[0]).toBe("imported: 1, known already: 0, rejected: 30");
    const lines = err.trim().split("\n").slice(1);
    expect(lines[0]).toBe("line 2: at: =has no time zone");
    expect(lines).toHaveLength(11);
    expect(lines[10]).toBe("and 20 more; --errors <file> writes the first 1,000 to a file");
  });

  it("F31 writes rejected rows to a file in which nothing runs as a formula", async () => {
    plan(upload, result({ rejectedCount: 12, rejected }));
    const errors = path.join(folder, "errors.csv");
    const { err } = await staygreen(["import", "history", file("past.csv"), "--errors", errors]);
    expect(err).toContain(`12 rows were rejected; see ${errors}`);
    expect(readFileSync(errors, "utf8").split("\r\n").slice(0, 2)).toEqual([
      "index,line,path,message",
      `0,2,at,"'=has no time zone"`,
    ]);
  });

  it("sends nothing that cannot be sent", async () => {
    expect((await staygreen(["import", "history", path.join(folder, "none.csv")])).code).toBe(2);
    expect((await staygreen(["import", "history", file("past.xlsx")])).code).toBe(2);
    const large = file("large.csv", "x".repeat(10 * 1024 * 1024 + 1));
    expect(await staygreen(["import", "history", large])).toMatchObject({
      code: 1,
      err: expect.stringContaining("is larger than 10 MB") as string,
    });
    expect(double.asked).toEqual([]);
  });

  it("F30 tells the line of a file that is refused", async () => {
    const errors = [{ path: "line 3", message: "opens a quote that is never closed" }];
    plan(upload, problem(422, "The file opens a quote.", errors), 422);
    const { code, err } = await staygreen(["import", "history", file("past.csv")]);
    expect(code).toBe(1);
    expect(err).toContain("line 3: opens a quote that is never closed\n");
  });
});
