import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { pollDue, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { connectSandbox } from "./connect-sandbox.ts";
import {
  ensureEnvironmentConnection,
  releaseEnvironmentConnection,
  type EnvironmentConnection,
} from "./ensure-environment-connection.ts";
import { getWebhookSetup } from "./get-webhook-setup.ts";
import { getConnection } from "./list.ts";
import { removeConnection } from "./remove.ts";
import { updateConnection } from "./update.ts";

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
const sandbox = { started: 0, stopped: 0 };
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  const plain = graphPorts(database);
  graph = await givenGraph(plain);
  Object.assign(sandbox, { started: 0, stopped: 0 });
  ports = graphPorts(database, {
    defaults: {
      graphBaseUrl: graph.url,
      apiVersion: "v25.0",
      pollIntervalSeconds: 600,
      rawRetentionDays: 30,
      factRetentionDays: 400,
    },
    sandbox: {
      ensureStarted: () => {
        sandbox.started++;
        const { url, appId, appSecret, accessToken, verifyToken } = graph;
        const businessId = graph.world.portfolios[0]!.id;
        return Promise.resolve({ graphBaseUrl: url, businessId, appId, appSecret, accessToken, verifyToken });
      },
      stop: () => {
        sandbox.stopped++;
        return Promise.resolve();
      },
      scenarios: () => [],
      current: () => null,
      startScenario: () => undefined,
      shopMethods: () => [],
      isTellingFacts: () => true,
      tellFacts: () => undefined,
    },
  });
  await givenOrganization(database);
});

const context = (role: "admin" | "growth" = "admin") => testContext(database, { ports, role });
const rows = () => database.client.connection.findMany({ orderBy: { id: "asc" } });

describe("the connection that the environment describes", () => {
  const wanted = (change: Partial<EnvironmentConnection> = {}): EnvironmentConnection => ({
    accessToken: graph.accessToken,
    businessId: graph.world.portfolios[0]!.id,
    wabaIds: [],
    appId: graph.appId,
    appSecret: graph.appSecret,
    verifyToken: null,
    ...change,
  });
  const start = (change: Partial<EnvironmentConnection> = {}) =>
    ensureEnvironmentConnection(ports, "default", wanted(change));
  const place = { organizationId: "default", connectionId: "environment" };

  it("is made at the first start and polled", async () => {
    await start();
    expect(await rows()).toMatchObject([{ id: "environment", managedBy: "environment", state: "active" }]);
    expect(await pollDue(ports)).toBe(1);
    expect(await database.client.phoneNumber.count()).toBe(4);
  });

  it("is left alone by a restart, also while its token is dead or a person has paused it", async () => {
    await start();
    graph.faults.add({ kind: "token-invalid" });
    await pollOnce(ports, place);
    const [dead] = await rows();
    expect(dead).toMatchObject({ state: "token-dead" });
    await start();
    expect((await rows())[0]).toEqual(dead);
    await updateConnection(context(), "environment", { state: "paused" });
    await start();
    expect(await rows()).toMatchObject([{ state: "paused" }]);
  });

  it("wakes when its token changed, forgets what was said of the old one, and keeps its verify token", async () => {
    await start();
    await pollOnce(ports, place);
    const setup = await getWebhookSetup(context(), "environment");
    expect((await rows())[0]!.token).not.toBeNull();
    graph.faults.add({ kind: "token-invalid" });
    await pollOnce(ports, place);
    await start({ accessToken: "EAAnewtoken" });
    expect(await rows()).toMatchObject([{ state: "active", token: null }]);
    expect(await getWebhookSetup(context(), "environment")).toEqual(setup);
  });

  it.each<[string, Partial<EnvironmentConnection>]>([
    ["the portfolio", { businessId: "118001000000009" }],
    ["the WABAs", { wabaIds: ["204001000000001"] }],
    ["the app", { appId: "1" }],
    ["the app secret", { appSecret: "another-app-secret" }],
    ["the verify token", { verifyToken: "a-verify-token" }],
  ])("is brought up to date when %s changed", async (_, change) => {
    await start();
    const [before] = await rows();
    await start(change);
    expect((await rows())[0]).not.toEqual(before);
    await start(change);
    expect(await rows()).toHaveLength(1);
  });

  it("can be renamed and paused by a person; its secrets and its end belong to the environment", async () => {
    await start();
    expect(await updateConnection(context(), "environment", { name: "Ours" })).toMatchObject({
      name: "Ours",
    });
    for (const change of [
      { accessToken: "EAAnewtoken" },
      { appSecret: "new-secret" },
      { pollIntervalSeconds: 60 },
    ]) {
      await expect(updateConnection(context(), "environment", change)).rejects.toMatchObject({
        code: "CONFLICT",
      });
    }
    await expect(removeConnection(context(), "environment")).rejects.toMatchObject({ code: "CONFLICT" });
    await releaseEnvironmentConnection(ports, "default");
    await removeConnection(context(), "environment");
    expect(await rows()).toMatchObject([{ state: "removed" }]);
    await start();
    expect(await rows()).toMatchObject([{ state: "active", managedBy: "environment" }]);
  });
});

describe("the sandbox", () => {
  it("connects once however often it is asked, and learns the double's new address", async () => {
    const first = await connectSandbox(context());
    expect(first).toMatchObject({ id: "sandbox", kind: "sandbox", managedBy: "sandbox", state: "active" });
    await pollDue(ports);
    expect(await connectSandbox(context())).toMatchObject({ createdAt: first.createdAt, numberCount: 4 });
    expect(await rows()).toHaveLength(1);
    graph = await givenGraph(ports, { accessToken: "token-of-the-next-start" });
    await connectSandbox(context());
    expect(await pollDue(ports)).toBe(1);
    expect(await getConnection(context(), "sandbox")).toMatchObject({
      lastError: null,
      token: { valid: true },
    });
    expect(sandbox.started).toBe(3);
  });

  it("is stopped with its removal, and can be connected again", async () => {
    await connectSandbox(context());
    await removeConnection(context(), "sandbox");
    expect(sandbox.stopped).toBe(1);
    expect(await connectSandbox(context())).toMatchObject({ state: "active" });
  });

  it("is for administrators, and not to be reconfigured", async () => {
    await expect(connectSandbox(context("growth"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(sandbox.started).toBe(0);
    await connectSandbox(context());
    await expect(
      updateConnection(context(), "sandbox", { accessToken: "EAAnewtoken" }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});
