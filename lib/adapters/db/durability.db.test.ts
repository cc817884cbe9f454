import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { startChild } from "../../testing/setup/child-line-by-line.ts";
import { createTestDatabase, testDatabaseUrl } from "../../testing/setup/test-database.ts";
import { openDatabase } from "./open-database.ts";

const dataDirectory = mkdtempSync(path.join(tmpdir(), "staygreen-durability-"));
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

/** After how many acknowledged rows the writer is killed, run by run. */
const killAfter = [1, 40, 7, 90, 23];

it("keeps every acknowledged row through five kill -9", async () => {
  const server = testDatabaseUrl(await createTestDatabase());
  const target = server ?? dataDirectory;
  const acknowledged: string[] = [];
  for (const [run, rows] of killAfter.entries()) {
    const writer = startChild("child-row-writer.ts", [target, String(run)]);
    for (let count = 0; count < rows; count++) acknowledged.push(await writer.nextLine());
    acknowledged.push(...(await writer.killHard()));
  }
  const database = await openDatabase({
    root: process.cwd(),
    ...(server === null ? { dataDirectory } : { databaseUrl: server }),
  });
  const stored = await database.client.organization.findMany({ select: { id: true } });
  await database.close();
  expect(acknowledged.length).toBeGreaterThanOrEqual(killAfter.reduce((sum, rows) => sum + rows, 0));
  const present = new Set(stored.map(({ id }) => id));
  expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
}, 120_000);
