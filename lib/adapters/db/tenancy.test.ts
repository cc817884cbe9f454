import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { schemaPath } from "./schema-engine.ts";

/** These belong to the installation, not to a tenant. */
const installationWide = ["Organization", "Worker", "RateWindow"];

interface Model {
  readonly name: string;
  readonly body: string;
  readonly lines: readonly string[];
}

const models: Model[] = [
  ...readFileSync(schemaPath, "utf8").matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm),
].map(([, name = "", body = ""]) => ({
  name,
  body,
  lines: body
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("//")),
}));
const tenantModels = models.filter(({ name }) => !installationWide.includes(name));

/** The first field of every `@@id` or `@@unique` in a model, in either of Prisma's spellings. */
const leaders = (model: Model, attribute: "id" | "unique") =>
  model.lines
    .filter((line) => line.startsWith(`@@${attribute}(`))
    .map((line) => /^@@\w+\((?:fields:\s*)?\[\s*(\w+)/.exec(line)?.[1]);

it("finds the models", () => {
  const declared = readFileSync(schemaPath, "utf8").match(/^model /gm) ?? [];
  expect(models).toHaveLength(declared.length);
  expect(models.map(({ name }) => name)).toEqual(
    expect.arrayContaining([...installationWide, "PhoneNumber"]),
  );
});

describe.each(tenantModels)("$name", (model) => {
  it("has the organization first in its primary key", () => {
    expect(leaders(model, "id")).toEqual(["organizationId"]);
  });

  it("has the organization first in every unique index", () => {
    expect(leaders(model, "unique").filter((field) => field !== "organizationId")).toEqual([]);
  });

  it("has no key or unique index on a single field", () => {
    expect(model.lines.filter((line) => /\s@(id|unique)\b/.test(line))).toEqual([]);
  });
});
