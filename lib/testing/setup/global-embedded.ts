import type { TestProject } from "vitest/node";
import { ensureClient } from "../../runtime/ensure-client.ts";

/** Vitest global set-up of the project db-embedded: one migrated template for all files. */
export default async function setup(project: TestProject): Promise<void> {
  await ensureClient();
  const { embeddedTemplate } = await import("./embedded-template.ts");
  project.provide("testDatabase", {
    kind: "embedded",
    empty: await embeddedTemplate(project.config.root, "empty"),
    migrated: await embeddedTemplate(project.config.root, "migrated"),
  });
}
