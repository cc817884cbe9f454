import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { launchChecklistShape } from "../../contracts/launches.ts";
import { sourceWordingListShape } from "../../contracts/registry.ts";
import { wordingLintShape } from "../../contracts/wordings.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { addSourceWording } from "../registry/add-wording.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { listSourceWordings } from "../registry/list-wordings.ts";
import { lintOptInWording } from "../wordings/lint-wording.ts";
import { getLaunchChecklist } from "./get-launch-checklist.ts";

// The fake clock stands at 2026-06-01T09:00Z.
let database: Database;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ctx = testContext(database, { role: "growth", ports: testPorts(database) });
  await givenOrganization(database);
});

const good =
  "☐ Ja, ich möchte Angebote von Haus Linde per WhatsApp erhalten, höchstens 4 Nachrichten im Monat. Zum Abmelden antworten Sie mit STOPP.";

async function givenNumberCalled(verifiedName: string): Promise<void> {
  await database.client.phoneNumber.create({
    data: {
      ...{ organizationId: ctx.organizationId, id: "700101", connectionId: "c", wabaId: "w", verifiedName },
      ...{ qualityReasons: [], observedAt: new Date("2026-06-01T00:00:00Z") },
      ...{ firstSeenAt: new Date("2026-05-01T00:00:00Z") },
    },
  });
}

async function givenMethod(plannedLaunchAt?: string) {
  const method = await createActivationMethod(ctx, {
    name: "Checkout",
    kind: "website",
    ...(plannedLaunchAt === undefined ? {} : { plannedLaunchAt }),
  });
  const source = await createOptInSource(ctx, {
    ...{ key: "checkout", name: "Checkout", activationMethodId: method.id, country: "DE" },
  });
  return { methodId: method.id, sourceId: source.id };
}
const add = (sourceId: string, text: string, effectiveAt: string, language = "de") =>
  addSourceWording(ctx, sourceId, { language, text, effectiveAt });
const openKeys = async (methodId: string) =>
  launchChecklistShape
    .parse(await getLaunchChecklist(ctx, methodId))
    .items.filter(({ state }) => state !== "done")
    .map(({ key }) => key);

describe("getLaunchChecklist", () => {
  it("holds the wording in force against the rules, and the name that Meta shows", async () => {
    await givenNumberCalled("Haus Linde GmbH");
    const { methodId, sourceId } = await givenMethod();
    expect(await openKeys(methodId)).toEqual(expect.arrayContaining(["names-whatsapp", "opt-out", "review"]));
    await add(sourceId, "Ja, ich möchte Angebote per WhatsApp.", "2026-05-01T00:00:00Z");
    await add(sourceId, good, "2026-05-02T00:00:00Z");
    await add(sourceId, "Updates!", "2026-07-01T00:00:00Z");
    const checklist = await getLaunchChecklist(ctx, methodId);
    expect(checklist.business).toBe("Haus Linde GmbH");
    expect(await openKeys(methodId)).toEqual(["owner", "evidence", "review", "ramp"]);
    expect(checklist.law).toMatchObject([{ country: "DE", points: [{}, {}, { law: "UWG, § 7" }] }]);
    await add(sourceId, "Updates!", "2026-05-03T00:00:00Z", "en");
    expect(await openKeys(methodId)).toEqual(expect.arrayContaining(["names-whatsapp", "opt-out"]));
  });

  it("holds a planned launch against the wording that will be in force then", async () => {
    await givenNumberCalled("Haus Linde");
    const { methodId, sourceId } = await givenMethod("2026-08-01T00:00:00Z");
    await add(sourceId, good, "2026-07-01T00:00:00Z");
    expect(await openKeys(methodId)).not.toContain("opt-out");
  });

  it("F66 knows no method of another organization", async () => {
    const { methodId } = await givenMethod();
    const other = testContext(database, { role: "growth", organizationId: "other" });
    await expect(getLaunchChecklist(other, methodId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("lintOptInWording", () => {
  it("looks for any name of the organization's numbers, and for its own without numbers", async () => {
    const body = { language: "de", text: good };
    const before = wordingLintShape.parse(await lintOptInWording(ctx, body));
    expect(before.business).not.toBe("");
    await givenNumberCalled("Haus Linde");
    const { business, findings } = wordingLintShape.parse(await lintOptInWording(ctx, body));
    expect([business, findings.every(({ ok }) => ok)]).toEqual(["Haus Linde", true]);
    const asked = await lintOptInWording(ctx, { ...body, business: "Kiosk Nord" });
    expect(asked.findings.find(({ rule }) => rule === "names-business")).toMatchObject({
      ok: false,
      proposal: expect.stringContaining("Kiosk Nord") as string,
    });
  });

  it("tells the findings of each version of a source's wording", async () => {
    await givenNumberCalled("Haus Linde");
    const { sourceId } = await givenMethod();
    await add(sourceId, good, "2026-05-02T00:00:00Z");
    const list = sourceWordingListShape.parse(await listSourceWordings(ctx, sourceId, { limit: 10 }));
    expect(list.data[0]?.findings).toHaveLength(6);
    expect(list.data[0]).toMatchObject({ business: "Haus Linde" });
  });
});
