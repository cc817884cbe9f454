import { beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { roles, type Role } from "../../core/access/rights.ts";
import { givenPerson } from "../../testing/builders/people.ts";
import { testContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { createApiKey } from "../api-keys/create.ts";
import { listApiKeys } from "../api-keys/list.ts";
import { revokeApiKey } from "../api-keys/revoke.ts";
import type { ServiceContext } from "../context.ts";
import { createInvitation } from "./create-invitation.ts";
import { getMe } from "./get-me.ts";
import { listInvitations } from "./list-invitations.ts";
import { listPeople } from "./list-people.ts";
import { revokeInvitation } from "./revoke-invitation.ts";
import { updatePerson } from "./update-person.ts";

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  await givenPerson(database, { id: "somebody", role: "growth" });
});

const page = { limit: 50 };
const everyone = ["admin", "growth", "on-call", "executive"];

const verbs: { name: string; allowed: string[]; run: (ctx: ServiceContext) => Promise<unknown> }[] = [
  { name: "getMe", allowed: everyone, run: getMe },
  { name: "listPeople", allowed: ["admin", "growth", "on-call"], run: (ctx) => listPeople(ctx, page) },
  {
    name: "updatePerson",
    allowed: ["admin"],
    run: (ctx) => updatePerson(ctx, "somebody", { role: "growth" }),
  },
  { name: "listInvitations", allowed: ["admin"], run: (ctx) => listInvitations(ctx, page) },
  {
    name: "createInvitation",
    allowed: ["admin"],
    run: (ctx) => createInvitation(ctx, { email: "new@example.com", role: "growth" }),
  },
  { name: "revokeInvitation", allowed: ["admin"], run: (ctx) => revokeInvitation(ctx, "none") },
  { name: "listApiKeys", allowed: ["admin"], run: (ctx) => listApiKeys(ctx, page) },
  {
    name: "createApiKey",
    allowed: ["admin"],
    run: (ctx) => createApiKey(ctx, { name: "ETL", role: "growth" }),
  },
  { name: "revokeApiKey", allowed: ["admin"], run: (ctx) => revokeApiKey(ctx, "none") },
];

async function isForbidden(run: Promise<unknown>): Promise<boolean> {
  try {
    await run;
    return false;
  } catch (error) {
    return (error as { code?: string }).code === "FORBIDDEN";
  }
}

describe.each(verbs)("$name", ({ allowed, run }) => {
  it.each(
    roles.map((role): { role: Role; expected: boolean } => ({ role, expected: allowed.includes(role) })),
  )("$role: $expected", async ({ role, expected }) => {
    expect(await isForbidden(run(testContext(database, { role })))).toBe(!expected);
  });
});
