import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findConnection, listWebhookConnections } from "../../adapters/db/connections.ts";
import type { Database } from "../../adapters/db/open-database.ts";
import {
  connectionListShape,
  connectionShape,
  type CreateConnectionBody,
} from "../../contracts/connections.ts";
import type { Role } from "../../core/access/rights.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase, wholeDatabaseText } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollDue, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { realSealer } from "../../testing/builders/real-sealer.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { checkTokens } from "./check-tokens.ts";
import { createConnection } from "./create.ts";
import { getWebhookSetup } from "./get-webhook-setup.ts";
import { getConnection, listConnections } from "./list.ts";
import { openCredentials } from "./open-credentials.ts";
import { removeConnection } from "./remove.ts";
import { subscribeWebhooks } from "./subscribe-webhooks.ts";
import { updateConnection } from "./update.ts";

const secrets = {
  accessToken: "EAAplantedaccesstoken",
  appSecret: "plantedappsecret0123456789abcdef",
  verifyToken: "planted-verify-token",
};

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database, { sealer: realSealer(database) });
  graph = await givenGraph(ports, secrets);
  ports = graphPorts(database, {
    sealer: ports.sealer,
    defaults: {
      graphBaseUrl: graph.url,
      apiVersion: "v25.0",
      pollIntervalSeconds: 600,
      rawRetentionDays: 30,
      factRetentionDays: 400,
    },
  });
  await givenOrganization(database);
});

const context = (role: Role = "admin", organizationId = "default") =>
  testContext(database, { ports, role, organizationId });
const rows = () => database.client.connection.findMany({ orderBy: { createdAt: "asc" } });
const body = (change: Partial<CreateConnectionBody> = {}): CreateConnectionBody => ({
  name: "Shops",
  businessId: graph.world.portfolios[0]!.id,
  wabaIds: [],
  appId: graph.appId,
  ...secrets,
  ...change,
});
const without = (field: "appSecret" | "verifyToken") =>
  Object.fromEntries(Object.entries(body()).filter(([name]) => name !== field)) as CreateConnectionBody;
const create = (change: Partial<CreateConnectionBody> = {}) => createConnection(context(), body(change));
const faultOf = async (work: Promise<unknown>) => {
  const error = (await work.then(
    () => null,
    (reason: unknown) => reason,
  )) as { code: string; details: { faults?: { path: string; message: string }[] } } | null;
  return { code: error?.code, path: error?.details.faults?.[0]?.path };
};

describe("connecting", () => {
  it("stores what was given, is due at once, and answers without a secret", async () => {
    const dto = connectionShape.parse(await create());
    expect(dto).toMatchObject({
      name: "Shops",
      kind: "meta",
      managedBy: "person",
      state: "active",
      hasAppSecret: true,
      freshness: "never",
      token: null,
      numberCount: 0,
      lastPolls: [],
    });
    expect(ports.seen.poked).toEqual(["polls"]);
    expect(await pollDue(ports)).toBe(1);
    expect(connectionListShape.parse(await listConnections(context())).data).toMatchObject([
      {
        id: dto.id,
        freshness: "fresh",
        numberCount: 4,
        lastSuccessAt: ports.clock.now().toISOString(),
        lastPolls: [{ trigger: "schedule", outcome: "complete", numberCount: 4 }],
        token: { valid: true },
        wabas: [{ numberCount: 2 }, { numberCount: 2 }],
      },
    ]);
    expect(await database.client.auditEntry.findMany()).toMatchObject([
      { action: "connection.create", subject: dto.id, detail: { name: "Shops" } },
    ]);
  });

  it("makes a verify token when none is given, and shows it to administrators for Meta's form", async () => {
    const rest = without("verifyToken");
    const { id } = await createConnection(context(), rest);
    const setup = await getWebhookSetup(context(), id);
    expect(setup.callbackUrl).toBe("https://staygreen.test/api/webhooks/meta");
    expect(setup.verifyToken.length).toBeGreaterThanOrEqual(32);
    await expect(getWebhookSetup(context("growth"), id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(getWebhookSetup(context("admin", "other"), id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it.each<[string, Partial<CreateConnectionBody>, string]>([
    ["a wrong token", { accessToken: "EAAsomebodyelse" }, "accessToken"],
    ["an unknown portfolio", { businessId: "118999999999999" }, "businessId"],
    ["an unknown WABA", { wabaIds: ["204999999999999"] }, "wabaIds.0"],
    ["an unknown WABA after a known one", { wabaIds: ["204001000000001", "204999999999999"] }, "wabaIds.1"],
    ["a wrong app secret", { appSecret: "00000000000000000000000000000000" }, "appSecret"],
  ])("names the field of %s, and stores nothing", async (_, change, path) => {
    expect(await faultOf(create(change))).toEqual({ code: "VALIDATION", path });
    expect(await rows()).toEqual([]);
    expect(await database.client.auditEntry.count()).toBe(0);
    expect(ports.seen.poked).toEqual([]);
  });

  it("asks for the app secret when the app demands proof of it", async () => {
    const strict = await givenGraph(ports, { ...secrets, requireAppSecretProof: true });
    ports = graphPorts(database, {
      sealer: ports.sealer,
      defaults: { ...ports.defaults, graphBaseUrl: strict.url },
    });
    const rest = without("appSecret");
    expect(await faultOf(createConnection(context(), rest))).toEqual({
      code: "VALIDATION",
      path: "appSecret",
    });
  });

  it("says that Meta cannot be asked just now, and stores nothing", async () => {
    graph.faults.add({ kind: "graph-error", code: 2, httpStatus: 500 });
    expect(await faultOf(create())).toMatchObject({ code: "UPSTREAM" });
    graph.faults.clear();
    graph.faults.add({ kind: "graph-error", code: 80008 });
    expect(await faultOf(create())).toMatchObject({ code: "UPSTREAM" });
    expect(await rows()).toEqual([]);
  });
});

describe("secrets", () => {
  it("are nowhere in clear: not in a row, an answer, or a log line, whatever goes wrong", async () => {
    const answers: unknown[] = [];
    const { id } = await create({ wabaIds: [graph.world.portfolios[0]!.wabas[0]!.id] });
    graph.faults.add({ kind: "served-version", version: "v99.0" });
    for (const fault of [
      { kind: "token-invalid" },
      { kind: "html-502" },
      { kind: "reset" },
      { kind: "repeated-cursor" },
      { kind: "graph-error", code: 10 },
    ] as const) {
      const end = graph.faults.add(fault);
      await pollOnce(ports, { organizationId: "default", connectionId: id });
      end();
      answers.push(await listConnections(context()));
      answers.push(await updateConnection(context(), id, { accessToken: secrets.accessToken }));
    }
    answers.push(await getConnection(context(), id));
    answers.push(await create({ accessToken: "EAAsomebodyelse" }).catch((error: unknown) => String(error)));
    answers.push(await updateConnection(context(), id, { appSecret: secrets.appSecret }));
    await removeConnection(context(), id);
    const texts = [await wholeDatabaseText(database), JSON.stringify(answers), JSON.stringify(ports.seen)];
    expect(texts[2]).toContain("served");
    for (const secret of [...Object.values(secrets), "EAAsomebodyelse"]) {
      for (const text of texts) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret).toString("hex"));
      }
    }
  });

  it("cannot be moved to another row", async () => {
    const first = await create();
    const second = await create({ name: "Second" });
    const find = (id: string) => findConnection(database.client, "default", id);
    const [one, two] = [await find(first.id), await find(second.id)];
    const mixed = { ...two!, accessTokenCipher: one!.accessTokenCipher };
    await expect(openCredentials(ports, mixed)).rejects.toThrow("belongs to another row");
  });

  it("are overwritten when a connection is removed, while its numbers stay readable", async () => {
    const { id } = await create();
    await pollDue(ports);
    await removeConnection(context(), id);
    expect(await rows()).toMatchObject([{ state: "removed", appSecretCipher: null }]);
    const [row] = await rows();
    expect([row!.accessTokenCipher.length, row!.verifyTokenCipher.length]).toEqual([0, 0]);
    expect(await database.client.phoneNumber.count()).toBe(4);
    expect((await listConnections(context())).data).toEqual([]);
    await expect(getConnection(context(), id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(removeConnection(context(), id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listWebhookConnections(database.client)).toEqual([]);
  });
});

describe("changing", () => {
  it("probes a new token before it replaces the old one", async () => {
    const { id } = await create();
    const [before] = await rows();
    expect(await faultOf(updateConnection(context(), id, { accessToken: "EAAsomebodyelse" }))).toEqual({
      code: "VALIDATION",
      path: "accessToken",
    });
    expect(await faultOf(updateConnection(context(), id, { appSecret: "00000000000000000000" }))).toEqual({
      code: "VALIDATION",
      path: "appSecret",
    });
    expect((await rows())[0]).toEqual(before);
  });

  it("keeps name and pace, and writes down what changed but not to what", async () => {
    const { id } = await create();
    const dto = await updateConnection(context(), id, {
      name: "Renamed",
      pollIntervalSeconds: 60,
      accessToken: secrets.accessToken,
    });
    expect(dto).toMatchObject({ name: "Renamed", pollIntervalSeconds: 60, token: null });
    const audit = await database.client.auditEntry.findFirst({ where: { action: "connection.update" } });
    expect(audit!.detail).toEqual({ changed: ["name", "pollIntervalSeconds", "accessToken"] });
  });

  it("keeps the daily answer about a token, and not the answer about one replaced meanwhile", async () => {
    const { id } = await create();
    await checkTokens(ports);
    expect(await getConnection(context(), id)).toMatchObject({ token: { valid: true } });
    graph.faults.add({ kind: "scope-missing", scope: "business_management" });
    await checkTokens(ports);
    expect((await getConnection(context(), id)).token!.scopes).not.toContain("business_management");
    const racing: TestPorts = {
      ...ports,
      graphApi: {
        ...ports.graphApi,
        debugToken: async (credentials) => {
          const answer = await ports.graphApi.debugToken(credentials);
          await updateConnection(context(), id, { accessToken: secrets.accessToken });
          return answer;
        },
      },
    };
    await checkTokens(racing);
    expect(await getConnection(context(), id)).toMatchObject({ token: null });
  });

  it("keeps the old answer when Meta cannot be asked", async () => {
    const { id } = await create();
    await checkTokens(ports);
    graph.faults.add({ kind: "html-502" });
    await checkTokens(ports);
    expect(await getConnection(context(), id)).toMatchObject({ token: { valid: true } });
  });
});

describe("who may do it", () => {
  const verbs: [string, (role: Role, id: string, organizationId?: string) => Promise<unknown>][] = [
    ["update", (role, id, org) => updateConnection(context(role, org), id, { name: "Mine" })],
    ["remove", (role, id, org) => removeConnection(context(role, org), id)],
    ["subscribe webhooks", (role, id, org) => subscribeWebhooks(context(role, org), id)],
  ];

  it.each(["growth", "on-call", "executive"] as const)("%s reads and changes nothing", async (role) => {
    const { id } = await create();
    await expect(createConnection(context(role), body())).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const [, verb] of verbs) await expect(verb(role, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await listConnections(context(role))).data).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  it("F66 another organization's administrator finds nothing", async () => {
    const { id } = await create();
    for (const [, verb] of verbs) {
      await expect(verb("admin", id, "other")).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(getConnection(context("admin", "other"), id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listConnections(context("admin", "other"))).data).toEqual([]);
    expect(await rows()).toMatchObject([{ name: "Shops", state: "active" }]);
  });
});

describe("subscribing to webhooks", () => {
  it("asks Meta for every visible WABA and says how each went", async () => {
    const { id } = await create();
    await pollDue(ports);
    const [first, second] = graph.world.portfolios[0]!.wabas.map((waba) => waba.id);
    graph.faults.add({ kind: "graph-error", code: 10, path: `/${second!}/subscribed_apps` });
    expect(await subscribeWebhooks(context(), id)).toMatchObject({
      wabas: [
        { id: first, subscribed: true, error: null },
        { id: second, subscribed: false, error: { kind: "asset-lost" } },
      ],
    });
  });

  it("needs the app secret, since nothing that arrives could be verified", async () => {
    const place = await givenConnection(ports, graph, { appSecret: null });
    await expect(subscribeWebhooks(context(), place.connectionId)).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});
