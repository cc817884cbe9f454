/**
 * Child of a test: opens the database in its argument (postgresql:// address or data directory), and prints the id of
 * each row after the database has acknowledged it, until it is killed.
 */
import { openDatabase } from "../../adapters/db/open-database.ts";

const [target = "", run = ""] = process.argv.slice(2);
const where = target.startsWith("postgresql:") ? { databaseUrl: target } : { dataDirectory: target };
const database = await openDatabase({ root: process.cwd(), ...where });
await database.migrate();
for (let number = 0; ; number++) {
  const id = `${run}-${number}`;
  await database.client.organization.create({ data: { id, name: id, createdAt: new Date(0) } });
  // One write call a line: what the parent has read was acknowledged before.
  process.stdout.write(`${id}\n`);
}
