/**
 * The server for the journeys in e2e/: the real program with the sandbox, on an empty data directory of its own that
 * goes when it ends. Playwright starts and ends it (playwright.config.ts); E2E_PORT says where it listens.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { e2eAdministrator } from "./e2e-administrator.ts";

const root = path.resolve(import.meta.dirname, "..", "..", "..");
const dataDirectory = mkdtempSync(path.join(tmpdir(), "staygreen-e2e-"));
process.once("exit", () => rmSync(dataDirectory, { recursive: true, force: true }));

const server = spawn(process.execPath, ["--import", "tsx", path.join("lib", "runtime", "start.ts")], {
  cwd: root,
  env: {
    ...systemEnvironment(),
    ENV_FILE: "",
    PORT: process.env["E2E_PORT"] ?? "3000",
    DATA_DIR: dataDirectory,
    SANDBOX: "1",
    // Receivers of a journey stand on this machine.
    OUTBOUND_ALLOW: "127.0.0.1",
    ADMIN_EMAIL: e2eAdministrator.email,
    ADMIN_PASSWORD: e2eAdministrator.password,
    LOG_LEVEL: "warn",
  },
  stdio: "inherit",
});
let asked = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    asked = true;
    server.kill(signal);
  });
}
server.once("exit", (code, signal) => {
  // Without this line a crash looks like refused connections in whatever journey runs at the moment.
  if (!asked) console.error(`the server ended by itself: ${code ?? signal ?? "unknown"}`);
  process.exit(code ?? 1);
});

/** Nothing of the developer's own settings: a DATABASE_URL in the shell must not become the journeys' database. */
function systemEnvironment(): NodeJS.ProcessEnv {
  const kept = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "SystemRoot"];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  ) as NodeJS.ProcessEnv;
}
