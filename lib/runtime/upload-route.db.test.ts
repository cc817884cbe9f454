import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DELETE as undo } from "../../app/api/v1/history-imports/[id]/route.ts";
import { GET as list, POST as importFile } from "../../app/api/v1/history-imports/route.ts";
import { GET as numberHistory } from "../../app/api/v1/phone-numbers/[id]/history/route.ts";
import type { Database } from "../adapters/db/open-database.ts";
import { historyImportResult } from "../contracts/history.ts";
import { problemShape } from "../contracts/problem.ts";
import type { Role } from "../core/access/rights.ts";
import { createApiKey } from "../services/api-keys/create.ts";
import { clearDatabase } from "../testing/builders/clear-database.ts";
import { givenOrganization } from "../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../testing/builders/service-context.ts";
import { createTestDatabase } from "../testing/setup/test-database.ts";
import { setRuntime, type Runtime } from "./current.ts";

const header = "id,field,value,at";
const line = (minute: number, value = "GREEN") =>
  `700101,quality_rating,${value},2026-05-01T${String(9 + Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}:00Z`;

let database: Database;
let ports: TestPorts;
let key = "";
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  await givenOrganization(database);
  const at = ports.clock.now();
  await database.client.phoneNumber.create({
    data: {
      ...{ organizationId: "default", id: "700101", connectionId: "c1", wabaId: "w1", qualityReasons: [] },
      ...{ firstSeenAt: at, observedAt: at },
    },
  });
  setRuntime({ ports, env: { appUrl: "https://staygreen.test" } } as unknown as Runtime);
  key = await keyOf("growth");
});

async function keyOf(role: Role): Promise<string> {
  return (await createApiKey(testContext(database, { ports }), { name: role, role })).key;
}

const address = "https://staygreen.test/api/v1/history-imports";
function post(body: BodyInit, options: { type?: string; query?: string; key?: string | null } = {}) {
  const { type = "text/csv", query = "", key: bearer = key } = options;
  // Node wants to be told that a stream is sent piece by piece; the DOM types do not know the word.
  const init = {
    method: "POST",
    body,
    duplex: "half",
    headers: { "content-type": type, ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }) },
  };
  return importFile(new Request(address + query, init));
}
const asked = (path: string, method = "GET") =>
  new Request(`https://staygreen.test${path}`, { method, headers: { authorization: `Bearer ${key}` } });
const withId = (id: string) => ({ params: Promise.resolve({ id }) });

describe("POST /api/v1/history-imports", () => {
  it("takes CSV, NDJSON and JSON alike", async () => {
    const csv = await post(`${header}\n${line(0)}\n${line(1, "RED")}\n`, { query: "?fileName=past.csv" });
    expect(csv.status).toBe(200);
    expect(historyImportResult.parse(await csv.json())).toMatchObject({
      fileName: "past.csv",
      accepted: 2,
      format: { kind: "csv", encoding: "utf-8", delimiter: "," },
    });
    const row = { id: "700101", field: "quality_rating", value: "RED", at: "2026-05-01T09:01:00Z" };
    const ndjson = await post(`${JSON.stringify(row)}\n`, { type: "application/x-ndjson; charset=utf-8" });
    expect(await ndjson.json()).toMatchObject({ accepted: 0, duplicates: 1 });
    const json = await post(JSON.stringify({ changes: [row, { ...row, at: "2026-05-01T09:02:00Z" }] }), {
      type: "application/json",
      query: "?dryRun=true",
    });
    expect(await json.json()).toMatchObject({ id: null, accepted: 1, duplicates: 1 });
  });

  it("shows up in the history, as JSON and as a file, and can be undone", async () => {
    const { id } = historyImportResult.parse(await (await post(`${header}\n${line(0)}\n`)).json());
    const path = "/api/v1/phone-numbers/700101/history?from=2026-05-01T00:00:00Z";
    const json = (await (await numberHistory(asked(path), withId("700101"))).json()) as { changes: object[] };
    expect(json.changes).toMatchObject([{ to: "GREEN", source: "import" }]);
    const csv = await numberHistory(asked(`${path}&format=csv`), withId("700101"));
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv.headers.get("content-disposition")).toBe('attachment; filename="history-700101.csv"');
    const text = await csv.text();
    expect(text.split("\r\n")[1]).toMatch(
      /^phone-number,700101,quality_rating,GREEN,2026-05-01T09:00:00\.000Z,.*,import$/,
    );
    // An export is an import elsewhere; here it is known already.
    expect(await (await post(text)).json()).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(
      (await undo(asked(`/api/v1/history-imports/${id ?? ""}`, "DELETE"), withId(id ?? ""))).status,
    ).toBe(204);
    expect(await (await list(asked("/api/v1/history-imports"), withId(""))).json()).toMatchObject({
      data: [{ accepted: 0, duplicates: 1 }],
    });
    expect(await database.client.phoneNumberChange.count()).toBe(0);
  });

  it.each([
    ["an open quote", `${header}\n${line(0)}\n"700101\n`, { status: 422, errors: [{ path: "line 3" }] }],
    ["no row", `${header}\n`, { status: 422, errors: [{ path: "file", message: "holds no row" }] }],
    ["nothing", "", { status: 422, detail: "The file is empty. Nothing of it was kept." }],
  ])("F30 %s is refused, and nothing is kept", async (_name, body, expected) => {
    const answer = await post(body);
    expect(answer.status).toBe(expected.status);
    expect(problemShape.parse(await answer.json())).toMatchObject(expected);
    expect(await database.client.phoneNumberChange.count()).toBe(0);
  });

  it("F26 over 10 MB is 413 while it still arrives", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(Buffer.from(sent === 1 ? `${header}\n` : `${"x".repeat(60_000)}\n`));
      },
    });
    const answer = await post(endless);
    expect(answer.status).toBe(413);
    expect(problemShape.parse(await answer.json()).detail).toBe(
      "The file is larger than 10 MB. Nothing of it was kept.",
    );
    // 10 MB are 175 pieces; a few more may wait in between.
    expect(sent).toBeLessThan(200);
    expect(await database.client.historyImport.count()).toBe(0);
  });

  it("refuses other types, unknown options, strangers and roles without the right", async () => {
    expect((await post("x", { type: "application/pdf" })).status).toBe(422);
    const surprise = await post(`${header}\n`, { query: "?surprise=1" });
    expect(await surprise.json()).toMatchObject({ status: 422, errors: [{ path: "surprise" }] });
    expect((await post(`${header}\n`, { key: null })).status).toBe(401);
    expect((await post(`${header}\n${line(0)}\n`, { key: await keyOf("executive") })).status).toBe(403);
  });
});
