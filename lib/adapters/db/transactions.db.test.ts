import { beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import type { Database } from "./open-database.ts";

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.executeSql(`CREATE TABLE parent (id int PRIMARY KEY);
    CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);`);
});

const children = async () => (await database.executeSql("SELECT id FROM child ORDER BY id")).rows;

describe("a transaction whose commit fails", () => {
  it("rejects and stores nothing", async () => {
    const storing = database.client.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO child VALUES (1, 999)`;
      return "stored";
    });
    await expect(storing).rejects.toThrow();
    expect(await children()).toEqual([]);
  });

  it("leaves the connection good for the next one", async () => {
    await database.client.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO child VALUES (2, 7)`;
      await tx.$executeRaw`INSERT INTO parent VALUES (7)`;
    });
    expect(await children()).toEqual([{ id: 2 }]);
  });
});

it("rolls back when the work throws", async () => {
  const storing = database.client.$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO parent VALUES (8)`;
    throw new Error("changed my mind");
  });
  await expect(storing).rejects.toThrow("changed my mind");
  expect((await database.executeSql("SELECT id FROM parent WHERE id = 8")).rows).toEqual([]);
});

describe("executeSql", () => {
  it("runs several statements without parameters and answers with the last", async () => {
    const answer = await database.executeSql("SELECT 1 AS a; SELECT 2 AS b;");
    expect(answer.rows).toEqual([{ b: 2 }]);
  });

  it("counts the rows that a statement with parameters changed", async () => {
    const answer = await database.executeSql(
      "INSERT INTO parent SELECT generate_series($1::int, $2::int)",
      [20, 24],
    );
    expect(answer.rowCount).toBe(5);
  });

  it("rejects on a wrong statement", async () => {
    await expect(database.executeSql("SELECT * FROM nowhere")).rejects.toThrow("nowhere");
  });
});
