import type { Database } from "../adapters/db/open-database.ts";
import type { Env } from "../adapters/env.ts";
import type { SignInHint } from "./bootstrap.ts";
import type { Role } from "./role.ts";

/** The few lines a person looks for after starting: where, and with what to sign in. */
export function printWelcome(started: {
  role: Role;
  env: Env;
  database: Database;
  signInHint: SignInHint;
  milliseconds: number;
}): void {
  const { env, signInHint } = started;
  const store = started.database.kind === "embedded" ? `embedded database in ${env.DATA_DIR}` : "PostgreSQL";
  const lines = [`Staygreen is ready (${(started.milliseconds / 1000).toFixed(1)} s, ${store}).`];
  if (started.role === "worker") {
    lines[0] = `Staygreen's worker is running (${store}).`;
  } else if (signInHint.kind === "set-up") {
    lines.push(
      `Make the first administrator here, within an hour (the link works once):`,
      `  ${signInHint.link}`,
    );
  } else {
    const who =
      signInHint.email === null ? "your account" : `${signInHint.email} and ADMIN_PASSWORD as first set`;
    lines.push(`Sign in at ${env.appUrl} with ${who}.`);
  }
  console.log(`\n${lines.join("\n")}\n`);
}
