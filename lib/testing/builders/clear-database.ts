import type { Database } from "../../adapters/db/open-database.ts";

/** Empties every table of ours, so that the tests of one file do not see each other. */
export async function clearDatabase(database: Pick<Database, "executeSql">): Promise<void> {
  const { rows } = await database.executeSql(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like '\\_prisma%'",
  );
  const names = rows.map((row) => (row as { name: string }).name);
  // As retention does: what facts counted for is not taken back, or the triggers would write differences.
  const statements = names.map((name) =>
    // Evidence cannot be deleted otherwise.
    name.startsWith("evidence_")
      ? `alter table ${name} disable trigger user; delete from ${name}; alter table ${name} enable trigger user`
      : `delete from ${name}`,
  );
  await database.executeSql(
    ["set staygreen.keep_counts = 'on'", ...statements, "reset staygreen.keep_counts"].join("; "),
  );
}

/** Every row of every table as one text: whatever is in it is stored in clear. */
export async function wholeDatabaseText(database: Pick<Database, "executeSql">): Promise<string> {
  const { rows } = await database.executeSql(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
  );
  const texts: string[] = [];
  for (const row of rows) {
    const { name } = row as { name: string };
    const { rows: lines } = await database.executeSql(`select t::text as line from ${name} t`);
    texts.push(...lines.map((line) => (line as { line: string }).line));
  }
  return texts.join("\n");
}
