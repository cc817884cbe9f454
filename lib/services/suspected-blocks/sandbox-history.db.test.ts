import { beforeAll, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { demoStoryScenario } from "../../sandbox/scenarios/demo-story-scenario.ts";
import { messageHistory } from "../../sandbox/shop/message-history.ts";
import { optInHistory } from "../../sandbox/shop/opt-in-history.ts";
import { oldSourcesOf } from "../../sandbox/start-sandbox.ts";
import { createWorld } from "../../sandbox/world.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testPorts } from "../../testing/builders/service-context.ts";
import { toldFacts } from "../../testing/builders/told-facts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { findSuspectedBlocks } from "./find-suspected-blocks.ts";

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});

it("a new sandbox shows suspected blocks: its shop's last 90 days hold people who blocked and told nobody", async () => {
  await givenOrganization(database);
  const ports = testPorts(database);
  const now = ports.clock.now().getTime();
  // The seed of the running sandbox (lib/runtime/sandbox-host.ts).
  const seed = 20_260_301;
  const hands = { putFault: () => undefined, setWeather: () => undefined, unsubscribe: () => undefined };
  const story = demoStoryScenario.createStory(seed, hands);
  const sources = oldSourcesOf(createWorld({ seed, now: () => now, speed: 8_640, story }));
  const { exposures } = messageHistory(seed, now, sources, optInHistory(seed, now, sources));
  const facts = toldFacts(database);
  for (let from = 0; from < exposures.length; from += 5_000)
    await facts.messages(
      exposures.slice(from, from + 5_000).map((row) => ({
        ...{ id: row.id, person: row.contact, number: row.phoneNumberId, at: new Date(row.sentAt) },
        deliveredAt: row.deliveredAt === undefined ? null : new Date(row.deliveredAt),
        ...(row.errorCode === undefined ? {} : { errorCode: row.errorCode }),
      })),
    );
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
  await findSuspectedBlocks(ports);
  const found = await database.client.signal.groupBy({
    by: ["phoneNumberId"],
    where: { kind: "suspected_block", basis: "inferred" },
    _count: true,
  });
  expect(found.map(({ phoneNumberId }) => phoneNumberId)).toEqual(["330917284501026"]);
  // Some fifty with this seed, whatever the date.
  expect(found[0]!._count).toBeGreaterThan(20);
}, 120_000);
