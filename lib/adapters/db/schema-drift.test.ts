import { expect, it } from "vitest";
import { schemaDrift } from "../../tooling/new-migration.ts";

it("the migrations lead to schema.prisma", async () => {
  expect(await schemaDrift()).toBe("");
}, 60_000);
