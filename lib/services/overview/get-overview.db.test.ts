import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { overviewShape } from "../../contracts/overview.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { removeConnection } from "../connections/remove.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { getOverview } from "./get-overview.ts";

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
  await givenOrganization(database);
});

const context = (organizationId = "default") => testContext(database, { ports, organizationId });
const overview = async (organizationId?: string) =>
  overviewShape.parse(await getOverview(context(organizationId)));
const numbers = () =>
  graph.world.portfolios[0]!.wabas.flatMap((waba) => waba.phoneNumbers.map(({ id }) => id));

describe("what is connected", () => {
  it("nothing yet", async () => {
    expect(await overview()).toMatchObject({
      connected: "none",
      firstPollRunning: false,
      counts: { green: 0, yellow: 0, red: 0, other: 0, stale: 0, openIncidents: 0 },
      numbers: [],
      openIncidents: [],
      troubles: [],
    });
  });

  it("the sandbox only, then a real account, then nothing again", async () => {
    await givenConnection(ports, graph, { id: "sandbox", kind: "sandbox", managedBy: "sandbox" });
    expect(await overview()).toMatchObject({ connected: "sandbox" });
    const place = await givenConnection(ports, graph);
    expect(await overview()).toMatchObject({ connected: "meta" });
    await removeConnection(context(), place.connectionId);
    expect(await overview()).toMatchObject({ connected: "sandbox" });
    expect(await overview("other")).toMatchObject({ connected: "none" });
  });

  it("says that the first poll runs until it went through or failed", async () => {
    const place = await givenConnection(ports, graph);
    expect(await overview()).toMatchObject({ firstPollRunning: true });
    graph.faults.add({ kind: "html-502" });
    await pollOnce(ports, place);
    expect(await overview()).toMatchObject({
      firstPollRunning: false,
      troubles: [{ connectionName: "Shops" }],
    });
    graph.faults.clear();
    await pollOnce(ports, place);
    expect(await overview()).toMatchObject({ firstPollRunning: false, troubles: [] });
  });
});

describe("what needs attention", () => {
  it("shows the worst first, with counts, incidents and what the rating was", async () => {
    const place = await givenConnection(ports, graph);
    await pollOnce(ports, place);
    const [yellow, unknown, red, green] = numbers() as [string, string, string, string];
    graph.world.setRating(yellow, "YELLOW");
    graph.world.setRating(unknown, "UNKNOWN");
    graph.world.setRating(red, "RED");
    ports.clock.advance(600_000);
    await pollOnce(ports, place);
    await processTransitions(ports);
    const seen = await overview();
    expect(seen.counts).toEqual({ green: 1, yellow: 1, red: 1, other: 1, stale: 0, openIncidents: 2 });
    expect(seen.numbers.map(({ id }) => id)).toEqual([red, yellow, unknown, green]);
    expect(seen.numbers[0]).toMatchObject({
      qualityRating: "RED",
      openIncidentId: seen.openIncidents[0]!.id,
      ratingSpans: [
        { kind: "value", value: "GREEN", from: "2026-06-01T09:00:00.000Z", to: "2026-06-01T09:10:00.000Z" },
      ],
    });
    expect(seen.openIncidents.map(({ severity }) => severity)).toEqual(["SEV1", "SEV2"]);
    expect(Date.parse(seen.asOf) - Date.parse(seen.rangeFrom)).toBe(28 * 86_400_000);
  });

  it("P6 counts what nobody has looked at for long as stale, and says why", async () => {
    const place = await givenConnection(ports, graph);
    await pollOnce(ports, place);
    graph.faults.add({ kind: "token-invalid", subcode: 460 });
    ports.clock.advance(600_000);
    await pollOnce(ports, place);
    const since = ports.clock.now().toISOString();
    ports.clock.advance(3_600_000);
    const seen = await overview();
    expect(seen.counts).toMatchObject({ green: 4, stale: 4 });
    expect(seen.troubles).toMatchObject([
      { connectionId: place.connectionId, connectionName: "Shops", since },
    ]);
    expect(seen.troubles[0]!.message).toContain("the owner's password changed");
    expect(seen.troubles[0]!.action).not.toBe("");
    expect(seen.numbers.every((number) => number.stale && number.lastError !== null)).toBe(true);
  });

  it("F66 shows an organization its own and nothing else", async () => {
    await pollOnce(ports, await givenConnection(ports, graph));
    await givenOrganization(database, "other");
    expect(await overview("other")).toMatchObject({ numbers: [], counts: { green: 0 }, troubles: [] });
  });

  it("lists at most 50 numbers and counts all", async () => {
    graph = await givenGraph(ports, { wabas: 6, numbersPerWaba: 10 });
    await pollOnce(ports, await givenConnection(ports, graph));
    const seen = await overview();
    expect(seen.numbers).toHaveLength(50);
    expect(seen.counts.green).toBe(60);
  });
});
