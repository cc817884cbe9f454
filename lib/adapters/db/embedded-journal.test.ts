import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { shortenJournal } from "./embedded-journal.ts";
import { openDatabase } from "./open-database.ts";

it("the embedded database never begins a checkpoint by itself, in which it would hang, and one of ours keeps all rows", async () => {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), "staygreen-journal-"));
  const options = { root: process.cwd(), dataDirectory };
  const first = await openDatabase(options);
  try {
    const query = (text: string) => first.executeSql(text) as never;
    expect((await first.executeSql("show max_wal_size")).rows).toEqual([{ max_wal_size: "1TB" }]);
    expect(await shortenJournal({ query })).toBe(false);
    await first.executeSql("create table filling (number int primary key, words text)");
    // Some 150 MB of journal.
    await first.executeSql(
      "insert into filling select g, repeat(md5(g::text), 8) from generate_series(1, 450000) g",
    );
    expect(await shortenJournal({ query })).toBe(true);
    expect(await shortenJournal({ query })).toBe(false);
  } finally {
    await first.close();
  }
  const again = await openDatabase(options);
  const { rows } = await again.executeSql("select count(*)::int as count from filling");
  await again.close();
  rmSync(dataDirectory, { recursive: true });
  expect(rows).toEqual([{ count: 450_000 }]);
}, 60_000);
