/**
 * `npm start`, `npm run dev`, `npm run web`, `npm run worker`: checks the settings, makes what is missing (database
 * client, production build), then runs. Every reason not to start is one line that says what to do.
 */
import { existsSync } from "node:fs";
import { readEnv, SettingsError } from "../adapters/env.ts";
import { ensureBuild } from "./ensure-build.ts";
import { ensureClient } from "./ensure-client.ts";
import type { Role } from "./role.ts";
import { growHeapSlowly } from "./spare-memory.ts";

const development = process.argv.includes("--dev");
const role = readRole(process.argv);

function readRole(argv: readonly string[]): Role {
  const value = argv.find((argument) => argument.startsWith("--role="))?.slice("--role=".length);
  return value === "web" || value === "worker" ? value : "all";
}

async function main(): Promise<void> {
  growHeapSlowly();
  // Next.js would read it later, when our settings are already fixed: half a file is worse than none.
  const file = process.env["ENV_FILE"] ?? ".env";
  if (file !== "" && existsSync(file)) process.loadEnvFile(file);
  // Read by React, Next.js and Prisma as they load.
  Object.assign(process.env, {
    NODE_ENV: development ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  const env = readEnv(development ? { ...process.env, SANDBOX: process.env["SANDBOX"] ?? "1" } : process.env);
  if (role !== "all" && env.DATABASE_URL === undefined) {
    throw new SettingsError([
      `DATABASE_URL is required for npm run ${role}: the embedded database serves one process only. It is the PostgreSQL database. Example: DATABASE_URL=postgresql://staygreen:secret@localhost:5432/staygreen`,
    ]);
  }
  await ensureClient();
  if (role !== "worker" && !development) await ensureBuild((line) => console.log(line));
  // Loaded only now: these modules import the generated client.
  const { run } = await import("./run.ts");
  await run({ env, role, development });
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});

/** Errors made for people are shown as they are; others with their stack, since they are ours. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const forPeople = ["SettingsError", "DataDirectoryError", "PortError", "DatabaseError", "SealError"];
  if (error instanceof SettingsError) return error.lines.join("\n");
  return forPeople.includes(error.name) ? error.message : (error.stack ?? error.message);
}
