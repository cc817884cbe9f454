import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
const setup = (name: string) => path.join(root, "lib", "testing", "setup", name);

/** The same files run on both databases: what holds on one must hold on the other. */
const databaseProject = (kind: "embedded" | "server") => ({
  extends: true as const,
  test: {
    name: `db-${kind}`,
    include: ["lib/**/*.db.test.ts"],
    globalSetup: [setup(`global-${kind}.ts`)],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

export default defineConfig({
  root,
  resolve: { alias: { "@": root } },
  test: {
    environment: "node",
    // Vitest leaves a core to the system by default, which on two cores means one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    exclude: ["**/node_modules/**", ".next/**", "e2e/**"],
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    env: { TZ: "UTC" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["lib/**/*.test.ts", "components/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", "**/*.db.test.ts"],
          globalSetup: [setup("global-client.ts")],
          // Calibrations take seconds, and many times that on a machine that does something else as well.
          testTimeout: 120_000,
        },
      },
      databaseProject("embedded"),
      databaseProject("server"),
    ],
  },
});
