import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { spikeAcrossNumbersShape, spikesQuery, spikesShape } from "../../contracts/spikes.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { tellCounts, type ToldCount } from "../../testing/builders/told-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { explainAcrossNumbers } from "./explain-across-numbers.ts";
import { explainSpikes } from "./explain-spikes.ts";
import { listSpikes } from "./list-spikes.ts";
import { watchSpikes } from "./watch-spikes.ts";

const dayMs = 86_400_000;

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  await givenOrganization(database);
  await givenOrganization(database, "other");
});

const context = (organizationId = "default") => testContext(database, { ports, organizationId });
const today = () => Math.floor(ports.clock.now().getTime() / dayMs);

/** 70 days, 300 messages a day of each source on each number, 1 % blocks; five times as many on the last six days where it is risen. */
async function givenHistory(
  numbers: readonly string[],
  sources: readonly string[],
  isRisen: (number: string, source: string) => boolean,
) {
  const counts: ToldCount[] = [];
  for (let ago = 70; ago >= 1; ago--) {
    for (const number of numbers) {
      for (const source of sources) {
        const place = { number, day: today() - ago, source, campaign: "news", template: "t1" };
        counts.push({ ...place, count: 300 });
        counts.push({ ...place, kind: "block", count: isRisen(number, source) && ago <= 6 ? 15 : 3 });
      }
    }
  }
  await tellCounts(database, counts, "default");
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
  await watchSpikes(ports);
  await explainSpikes(ports);
}

async function blocksOf(phoneNumberId: string) {
  const { data } = spikesShape.parse(
    await listSpikes(context(), spikesQuery.parse({ kind: "block", phoneNumberId })),
  );
  return data[0]!;
}

it("puts the numbers that rose in the same days beside each other and names what they share", async () => {
  const sources = ["checkout", "qr-flyer", "till"];
  await givenHistory(
    ["n1", "n2", "n3"],
    sources,
    (number, source) => number !== "n3" && source === "qr-flyer",
  );
  const { id } = await blocksOf("n1");
  const across = spikeAcrossNumbersShape.parse(await explainAcrossNumbers(context(), id));
  expect(across.others.map(({ phoneNumberId }) => phoneNumberId)).toEqual(["n2"]);
  expect(across.others[0]!.spikeId).toBe((await blocksOf("n2")).id);
  expect(across.rules!.last.causes.map(({ where }) => where)).toEqual([{ source: "qr-flyer" }]);
  // 2 numbers × 6 days × 15 blocks.
  expect(across.rules!.last.causes[0]!.signals).toBe(180);
  expect(across.summary).toContain("goes along with source qr-flyer");
});

it("names a number where only a source on that number rose more", async () => {
  const sources = ["checkout", "qr-flyer", "till"];
  await givenHistory(["n1", "n2"], sources, (number, source) =>
    number === "n1" ? source === "qr-flyer" : source === "till",
  );
  const across = await explainAcrossNumbers(context(), (await blocksOf("n1")).id);
  expect(across.rules!.last.causes.map(({ where }) => where)).toEqual(
    expect.arrayContaining([
      { source: "qr-flyer", number: "n1" },
      { source: "till", number: "n2" },
    ]),
  );
});

it("says that no other number rose, and knows no spike of another organization", async () => {
  await givenHistory(
    ["n1", "n2"],
    ["checkout", "qr-flyer"],
    (number, source) => number === "n1" && source === "qr-flyer",
  );
  const { id } = await blocksOf("n1");
  expect(await explainAcrossNumbers(context(), id)).toMatchObject({ others: [], rules: null, summary: null });
  await expect(explainAcrossNumbers(context("other"), id)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("names the country where all sources in it rose, and no other", async () => {
  const placed = { checkout: "DE", till: "DE", poster: "IT", "qr-flyer": "IT", app: "ES" };
  const { id: activationMethodId } = await createActivationMethod(context(), {
    name: "Form",
    kind: "website",
  });
  for (const [key, country] of Object.entries(placed))
    await createOptInSource(context(), { key, name: key, activationMethodId, country });
  await givenHistory(
    ["n1"],
    Object.keys(placed),
    (_, source) => source === "poster" || source === "qr-flyer",
  );
  const { attribution, summary } = await blocksOf("n1");
  expect(attribution.map(({ where }) => where)).toEqual([{ country: "IT" }]);
  expect(summary).toContain("sources in Italy");
});
