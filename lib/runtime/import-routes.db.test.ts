import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as rejections } from "../../app/api/v1/imports/[id]/rejections/route.ts";
import { PUT as takeSlice } from "../../app/api/v1/imports/[id]/slices/route.ts";
import { POST as preview } from "../../app/api/v1/imports/preview/route.ts";
import { GET as list, POST as create } from "../../app/api/v1/imports/route.ts";
import type { Database } from "../adapters/db/open-database.ts";
import { importList, importPreview, importProgress, importShape } from "../contracts/imports.ts";
import { problemShape } from "../contracts/problem.ts";
import { createApiKey } from "../services/api-keys/create.ts";
import { clearDatabase, wholeDatabaseText } from "../testing/builders/clear-database.ts";
import { givenOrganization } from "../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../testing/builders/service-context.ts";
import { createTestDatabase } from "../testing/setup/test-database.ts";
import { setRuntime, type Runtime } from "./current.ts";

const csv =
  "phone,source,opted_in_at\n+4917604060001,shop,2026-05-04T10:00:00Z\n12,shop,2026-05-04T10:00:00Z\n";
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
  setRuntime({ ports, env: { appUrl: "https://staygreen.test" } } as unknown as Runtime);
  const made = await createApiKey(testContext(database, { ports }), {
    ...{ name: "ETL", role: "growth", scopes: ["ingest"] },
  });
  key = made.key;
});

function asked(path: string, init: RequestInit = {}): Request {
  const headers = { authorization: `Bearer ${key}`, ...(init.headers as Record<string, string>) };
  return new Request(`https://staygreen.test${path}`, { ...init, headers });
}
const posted = (path: string, body: object, headers: Record<string, string> = {}) =>
  asked(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
const at = (id = "") => ({ params: Promise.resolve({ id }) });
const beginning = (text = csv) => ({ fileSize: text.length, head: Buffer.from(text).toString("base64") });
const begin = async () => {
  const response = await create(
    posted("/api/v1/imports", { ...beginning(), fileMark: "mark-1234" }, { "idempotency-key": "begin-1" }),
    at(),
  );
  expect(response.status).toBe(201);
  return importShape.parse(await response.json()).id;
};
const slice = (id: string, query: string, body: BodyInit, type = "application/octet-stream") =>
  takeSlice(
    asked(`/api/v1/imports/${id}/slices?${query}`, {
      ...{ method: "PUT", body, headers: { "content-type": type } },
    }),
    at(id),
  );

describe("imports over HTTP, with a key that may ingest only", () => {
  it("looks, begins once, takes bytes, lists and gives the rejected rows as a file", async () => {
    const looked = await preview(posted("/api/v1/imports/preview", beginning()), at());
    expect(importPreview.parse(await looked.json()).rows).toHaveLength(2);
    const id = await begin();
    expect(await begin()).toBe(id);
    const first = await slice(id, "offset=0&last=false", csv.slice(0, 70));
    expect(importProgress.parse(await first.json())).toMatchObject({ state: "open", acceptedCount: 1 });
    const content = Buffer.from(csv.slice(csv.indexOf("12,"))).toString("base64");
    const rest = await slice(
      id,
      `offset=${csv.indexOf("12,")}&last=true`,
      JSON.stringify({ content }),
      "application/json",
    );
    expect(importProgress.parse(await rest.json())).toMatchObject({ state: "done", rejectedCount: 1 });
    expect(importList.parse(await (await list(asked("/api/v1/imports"), at())).json()).data).toHaveLength(1);
    const file = await rejections(asked(`/api/v1/imports/${id}/rejections?format=csv`), at(id));
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="rejected-\w+\.csv"$/);
    expect(await file.text()).toMatch(/^line,column,problem\r\n3,phone,/);
  });

  it("keeps no answer that shows cells, whatever key is sent along", async () => {
    await preview(posted("/api/v1/imports/preview", beginning(), { "idempotency-key": "look-1" }), at());
    expect(await wholeDatabaseText(database)).not.toContain("4917604060001");
  });

  it.each([
    ["offset=0", "x".repeat(2 * 1024 * 1024 + 1), "application/octet-stream", 413, "body"],
    ["offset=7", csv.slice(7), "application/octet-stream", 409, "offset"],
    ["offset=0&last=true", csv.slice(0, 9), "application/octet-stream", 422, "last"],
    ["offset=0", `${csv}more`, "application/octet-stream", 422, "offset"],
    ["offset=0", csv, "text/csv", 422, "Content-Type"],
    ["offset=-1", csv, "application/octet-stream", 422, "offset"],
  ])("%s is refused with its reason", async (query, body, type, status, path) => {
    const response = await slice(await begin(), query, body, type);
    expect(response.status).toBe(status);
    expect(problemShape.parse(await response.json()).errors?.[0]?.path).toBe(path);
    expect(await database.client.optIn.count()).toBe(0);
  });

  it("F30 a file that is no table is refused by its beginning, with the reason", async () => {
    const zip = Buffer.from([0x50, 0x4b, 3, 4, ...Array.from({ length: 40 }, () => 7)]);
    const body = { fileSize: zip.length, head: zip.toString("base64") };
    const response = await preview(posted("/api/v1/imports/preview", body), at());
    expect(response.status).toBe(422);
    expect(problemShape.parse(await response.json()).errors?.[0]).toEqual({
      path: "file",
      message: "is a zip archive or an Excel workbook; save the sheet as CSV",
    });
  });

  it("nobody gets in without signing in", async () => {
    key = "sgk_wrong";
    expect((await slice("x", "offset=0", csv)).status).toBe(401);
  });
});
