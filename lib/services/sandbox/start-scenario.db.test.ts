import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import type { SandboxPort } from "../context.ts";
import { getSandbox } from "./get-sandbox.ts";
import { startScenario } from "./start-scenario.ts";

const scenario = (id: string) => ({
  id,
  title: id,
  whatHappens: "Something happens.",
  whatToLookFor: "A change.",
  firstEffectSeconds: 20,
});

let database: Database;
let ports: TestPorts;
let told: string | null;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  told = "demo-story";
  const sandbox: SandboxPort = {
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
    scenarios: () => [scenario("demo-story"), scenario("token-expiry")],
    current: () =>
      told === null ? null : { scenarioId: told, startedAt: new Date("2026-06-01T09:00:00.000Z") },
    startScenario: (id) => void (told = id),
    shopMethods: () => [],
    isTellingFacts: () => true,
    tellFacts: () => undefined,
  };
  ports = testPorts(database, { sandbox });
  await givenOrganization(database);
});

const context = (role: "admin" | "executive" = "admin") => testContext(database, { ports, role });
const connection = () =>
  database.client.connection.findFirst({ where: { organizationId: "default", id: "sandbox" } });

describe("getSandbox", () => {
  it("says what runs and what else there is, to everybody", () => {
    expect(getSandbox(context("executive"))).toMatchObject({
      running: true,
      current: { scenario: "demo-story", startedAt: "2026-06-01T09:00:00.000Z" },
      scenarios: [{ id: "demo-story" }, { id: "token-expiry" }],
    });
    told = null;
    expect(getSandbox(context())).toMatchObject({ running: false, current: null });
    expect(getSandbox(context()).scenarios).toHaveLength(2);
  });
});

describe("startScenario", () => {
  it("tells the other story and leaves who did it in the audit log", async () => {
    expect(await startScenario(context(), { scenario: "token-expiry" })).toMatchObject({
      current: { scenario: "token-expiry" },
    });
    const entries = await database.client.auditEntry.findMany({ where: { action: "sandbox.scenario" } });
    expect(entries).toMatchObject([
      {
        actorId: "user-admin",
        subject: "sandbox",
        detail: { scenario: "token-expiry", before: "demo-story" },
      },
    ]);
  });

  it("wakes a connection that the story before has left with a dead token", async () => {
    await startScenario(context(), { scenario: "token-expiry" });
    await database.client.connection.updateMany({
      data: { state: "token-dead", nextPollAt: new Date("2099-01-01"), token: { valid: false } },
    });
    await startScenario(context(), { scenario: "demo-story" });
    const row = await connection();
    expect(row).toMatchObject({ state: "active", token: null });
    expect(row!.nextPollAt.getTime()).toBeLessThan(Date.parse("2099-01-01"));
    expect(ports.seen.poked).toContain("polls");
  });

  it("refuses a story nobody knows, a sandbox that does not run, and people without the right", async () => {
    const start = (id: string, role: "admin" | "executive" = "admin") =>
      startScenario(context(role), { scenario: id });
    await expect(start("sunshine")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(start("token-expiry", "executive")).rejects.toMatchObject({ code: "FORBIDDEN" });
    told = null;
    await expect(start("token-expiry")).rejects.toMatchObject({ code: "CONFLICT" });
    expect(told).toBeNull();
    expect(await connection()).toBeNull();
  });
});
