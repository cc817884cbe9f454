import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { createAudience } from "../../sandbox/audience.ts";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { createShopCrm } from "../../sandbox/shop/shop-crm.ts";
import { shopMethods } from "../../sandbox/shop/shop-registry.ts";
import type { OptInSource } from "../../sandbox/world-model.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { givenOldSource } from "../../testing/builders/given-old-source.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { checkApiKey } from "../api-keys/check-api-key.ts";
import { countCells } from "../cells/count-cells.ts";
import { connectSandbox } from "../connections/connect-sandbox.ts";
import { removeConnection } from "../connections/remove.ts";
import { ingestFacts } from "../facts/ingest-facts.ts";
import { listSourceWordings } from "../registry/list-wordings.ts";
import { retireEntry } from "../registry/retire-entry.ts";
import { openShop } from "./open-shop.ts";

let database: Database;
let ports: TestPorts;
/** The key the shop sends with; null: it sends nothing. */
let told: string | null;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  told = null;
  ports = testPorts(database, {
    sandbox: {
      ensureStarted: () =>
        Promise.resolve({
          graphBaseUrl: "http://127.0.0.1:1",
          businessId: "118220034455667",
          appId: "771200345561208",
          appSecret: "app-secret",
          accessToken: "SANDBOXtoken",
          verifyToken: "verify",
        }),
      stop: () => Promise.resolve(),
      scenarios: () => [],
      current: () => null,
      startScenario: () => undefined,
      shopMethods: () => shopMethods,
      isTellingFacts: () => told !== null,
      tellFacts: (apiKey) => void (told = apiKey),
    },
  });
  await givenOrganization(database);
});

const context = () => testContext(database, { ports, role: "admin" });
const callerOf = (key: string) => checkApiKey(ports, key, null);
const usable = () => database.client.apiKey.findMany({ where: { name: "Sandbox shop", revokedAt: null } });
const sources = () =>
  database.client.optInSource.findMany({ select: { id: true, key: true, state: true, createdBy: true } });
const count = shopMethods.flatMap((method) => method.sources).length;

describe("the sandbox's shop", () => {
  it("gets a key that may send facts and nothing else, and its sources are registered", async () => {
    await connectSandbox(context());
    expect(await callerOf(told!)).toMatchObject({ actor: { scopes: ["ingest"] } });
    expect(await usable()).toHaveLength(1);
    const registered = await sources();
    expect(registered).toHaveLength(count);
    for (const { state } of registered) expect(state).toBe("registered");
    expect(await database.client.activationMethod.count()).toBe(shopMethods.length);
    // Somebody forgot the order page: its opt-ins come in under a key that nobody registered.
    const optIn = { contact: "+99912345678", source: "order-updates-ie", optedInAt: "2026-01-01T00:00:00Z" };
    const asShop = { ...context(), actor: (await callerOf(told!))!.actor };
    const taken = await ingestFacts(asShop, "opt-ins", [{ index: 0, value: optIn }]);
    expect(taken).toMatchObject({ accepted: 1, rejected: [] });
    for (let worked = -1; worked !== 0;) worked = await countCells(ports);
    expect((await sources()).filter(({ state }) => state === "unregistered")).toMatchObject([
      { key: "order-updates-ie" },
    ]);
  });

  it("notes what people read at most of them, and the prize draw's wording is as bad as such wordings are", async () => {
    await connectSandbox(context());
    await openShop(context());
    const noted = await database.client.sourceWording.findMany();
    expect(noted).toHaveLength(
      shopMethods.flatMap((method) => method.sources).filter(({ wording }) => wording).length,
    );
    const draw = (await sources()).find(({ key }) => key === "prize-draw-uk")!;
    const { data } = await listSourceWordings(context(), draw.id, { limit: 10 });
    expect(data[0]?.findings.filter(({ ok }) => !ok).map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["names-business", "active-consent", "frequency", "opt-out"]),
    );
  });

  it("sends nothing that the API would not take: old opt-ins, new ones, user ids, complaints", async () => {
    await connectSandbox(context());
    const asShop = { ...context(), actor: (await callerOf(told!))!.actor };
    const now = ports.clock.now().getTime();
    const seen = { accepted: 0, userIds: 0, exposures: 0, signals: 0 };
    const crm = createShopCrm({
      seed: 1,
      now: () => now,
      oldSources: [givenOldSource("club-card-au", 20)],
      fetch: async (url, init) => {
        const what = (url as string).split("/").at(-1) as "opt-ins" | "exposures" | "signals";
        const rows = JSON.parse(init?.body as string) as { contact: string }[];
        const result = await ingestFacts(
          asShop,
          what,
          rows.map((value, index) => ({ index, value })),
        );
        expect(result.rejected).toEqual([]);
        seen.accepted += result.accepted;
        seen.userIds += rows.filter(({ contact }) => contact.startsWith("DE.")).length;
        if (what !== "opt-ins") seen[what] += rows.length;
        return Response.json(result);
      },
    });
    const source = { ...{ key: "checkout-box-de", phoneNumberId: "330917284500611" }, audience: 500 };
    const traits = { unreachableShare: 0.006, stoppedShare: 0 };
    const audience = crm.hear(createAudience(1));
    const random = seededRandom(1);
    for (let index = 0; index < 300; index++) {
      const contact = audience.pick({ ...source, ...traits } as OptInSource, now, random);
      audience.remember(contact, "blocked", now);
    }
    crm.tell({ baseUrl: "http://127.0.0.1:1", apiKey: told! });
    await crm.flush();
    crm.close();
    expect(seen.accepted).toBeGreaterThan(250);
    expect(seen.userIds).toBeGreaterThan(0);
    expect(seen.exposures).toBeGreaterThan(100);
    expect(seen.signals).toBeGreaterThan(3);
  });

  it("keeps its key and its entries when it is connected again", async () => {
    await connectSandbox(context());
    const [key, before] = [told, await sources()];
    await connectSandbox(context());
    expect(told).toBe(key);
    expect(await usable()).toHaveLength(1);
    expect(await sources()).toEqual(before);
  });

  it("gets a new key after a restart, when the old one's text is lost, and leaves alone what people have changed", async () => {
    await connectSandbox(context());
    const old = told!;
    const [first] = await sources();
    await retireEntry(context(), "opt-in-source", first!.id);
    told = null;
    await openShop(context());
    expect(await callerOf(old)).toBeNull();
    expect(await callerOf(told!)).not.toBeNull();
    expect(await usable()).toHaveLength(1);
    expect(await sources()).toHaveLength(count);
    expect((await sources()).find(({ id }) => id === first!.id)).toMatchObject({ state: "retired" });
    expect(await database.client.activationMethod.count()).toBe(shopMethods.length);
  });

  it("has no valid key once the sandbox is disconnected", async () => {
    await connectSandbox(context());
    const key = told!;
    await removeConnection(context(), "sandbox");
    expect(told).toBeNull();
    expect(await usable()).toEqual([]);
    expect(await callerOf(key)).toBeNull();
  });

  it("has none either when the process ends right after the sandbox was disconnected", async () => {
    await connectSandbox(context());
    const stop = vi.spyOn(ports.sandbox, "tellFacts").mockImplementation(() => {
      throw new Error("the process ended");
    });
    await expect(removeConnection(context(), "sandbox")).rejects.toThrow("the process ended");
    stop.mockRestore();
    expect(await usable()).toEqual([]);
  });
});
