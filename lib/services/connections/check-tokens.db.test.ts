import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import type { TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { checkTokens } from "./check-tokens.ts";

const dayMs = 86_400_000;

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database);
  graph = await givenGraph(ports);
  await givenConnection(ports, graph);
});

const token = async () => (await database.client.connection.findFirstOrThrow()).token;
const told = async () =>
  (await database.client.transition.findMany({ orderBy: { recordedAt: "asc" } })).map(
    ({ field, direction, fromValue, toValue }) =>
      `${field} ${direction} ${fromValue ?? "-"} ${toValue ?? "-"}`,
  );

describe("what Meta says of a token", () => {
  it("is kept: ends, kind, permissions and which are missing", async () => {
    const end = new Date(ports.clock.now().getTime() + 40 * dayMs);
    graph.faults.add({ kind: "token-expires", at: end.getTime() });
    graph.faults.add({ kind: "scope-missing", scope: "whatsapp_business_messaging" });
    await checkTokens(ports);
    expect(await token()).toEqual({
      valid: true,
      type: "SYSTEM_USER",
      expiresAt: end.toISOString(),
      dataAccessExpiresAt: null,
      scopes: ["whatsapp_business_management", "business_management"],
      missingPermissions: [
        { permission: "whatsapp_business_messaging", neededFor: "webhooks about messages" },
      ],
      checkedAt: ports.clock.now().toISOString(),
    });
    expect(await told()).toEqual([]);
  });

  it("misses the portfolio's permission only where accounts are found through it", async () => {
    graph.faults.add({ kind: "scope-missing", scope: "business_management" });
    await checkTokens(ports);
    expect(await token()).toMatchObject({ missingPermissions: [{ permission: "business_management" }] });
    await database.client.connection.updateMany({ data: { businessId: null } });
    await checkTokens(ports);
    expect(await token()).toMatchObject({ missingPermissions: [] });
  });
});

describe("the end of a token", () => {
  it("is told 14, 7 and 1 day before, once each, and recovers with a new token", async () => {
    const end = ports.clock.now().getTime() + 20 * dayMs + 3_600_000;
    graph.faults.add({ kind: "token-expires", at: end });
    for (let day = 0; day < 20; day++) {
      await checkTokens(ports);
      await checkTokens(ports);
      ports.clock.advance(dayMs);
    }
    await checkTokens(ports);
    const fell = ["token_expiry fell - 14", "token_expiry fell 14 7", "token_expiry fell 7 1"];
    expect(await told()).toEqual(fell);
    expect(ports.seen.poked).toContain("transitions");

    // A new token forgets what was said of the old one; what was told of it is not forgotten.
    graph.faults.clear();
    await givenConnection(ports, graph);
    expect(await token()).toBeNull();
    await checkTokens(ports);
    await checkTokens(ports);
    expect(await told()).toEqual([...fell, "token_expiry recovered 1 -"]);
  });

  it("is not told of a token that is dead already: the polls find it", async () => {
    graph.faults.add({ kind: "token-expires", at: ports.clock.now().getTime() - 1 });
    await checkTokens(ports);
    expect(await token()).toMatchObject({ valid: false, missingPermissions: [] });
    expect(await told()).toEqual([]);
  });
});
