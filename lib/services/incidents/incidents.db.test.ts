import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { incidentDetailShape, incidentListShape } from "../../contracts/incidents.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenChannel } from "../../testing/builders/given-channel.ts";
import { givenTransition } from "../../testing/builders/given-transition.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { encodeCursor } from "../page-cursor.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { acknowledgeIncident } from "./acknowledge.ts";
import { getIncident } from "./get.ts";
import { listIncidents } from "./list.ts";
import { resolveIncident } from "./resolve.ts";

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
});

const context = (name = "Ada", role: "admin" | "growth" | "on-call" | "executive" = "on-call") =>
  testContext(database, { ports, role, actor: { name } });
const elsewhere = () => testContext(database, { ports, organizationId: "other" });

async function givenIncident(subjectId = "number-1", step: `${string}→${string}` = "GREEN→RED") {
  await givenTransition(ports, step, { subjectId });
  await processTransitions(ports);
  const { id } = await database.client.incident.findFirstOrThrow({ orderBy: { id: "desc" } });
  return id;
}

/** All refuse alike; handlers are attached at once, so that none counts as unhandled. */
async function expectAll(asking: readonly Promise<unknown>[], refusal: object): Promise<void> {
  await Promise.all(asking.map((one) => expect(one).rejects.toMatchObject(refusal)));
}

describe("acknowledging", () => {
  it("says who has it, in the row, the timeline and the audit log", async () => {
    const id = await givenIncident();
    ports.clock.advance(60_000);
    const at = ports.clock.now().toISOString();
    expect(await acknowledgeIncident(context("Ada"), id)).toMatchObject({
      state: "acknowledged",
      acknowledgedAt: at,
      acknowledgedBy: "Ada",
      updatedAt: at,
    });
    const detail = incidentDetailShape.parse(await getIncident(context(), id));
    expect(detail.timeline).toMatchObject([
      { kind: "opened", actorName: null },
      { kind: "acknowledged", actorName: "Ada", text: "Ada acknowledged.", occurredAt: at },
    ]);
    expect(await database.client.auditEntry.findMany()).toMatchObject([
      { action: "incident.acknowledge", subject: id, actorName: "Ada" },
    ]);
  });

  it("lets one of five people win and tells the others who did", async () => {
    const id = await givenIncident();
    const names = ["Ada", "Bea", "Cem", "Dan", "Eva"];
    const answers = await Promise.allSettled(names.map((name) => acknowledgeIncident(context(name), id)));
    const won = answers.filter((answer) => answer.status === "fulfilled");
    const lost = answers.filter((answer) => answer.status === "rejected");
    expect(won).toHaveLength(1);
    const by = won[0]!.value.acknowledgedBy!;
    for (const { reason } of lost) {
      expect(reason).toMatchObject({
        code: "CONFLICT",
        message: `This incident is already acknowledged by ${by}.`,
      });
    }
    expect(await database.client.incidentEvent.count({ where: { kind: "acknowledged" } })).toBe(1);
    expect(await database.client.auditEntry.count()).toBe(1);
  });
});

describe("resolving by hand", () => {
  it("keeps the comment, tells those who were told, and is final", async () => {
    await givenChannel(ports, "on-call");
    const id = await givenIncident();
    await givenChannel(ports, "late");
    const resolved = await resolveIncident(context("Bea"), id, { comment: "  moved the campaign " });
    expect(resolved).toMatchObject({ state: "resolved", resolvedBy: "Bea" });
    expect(ports.seen.poked.at(-1)).toBe("deliveries");
    const deliveries = await database.client.delivery.findMany({ where: { reason: "resolved" } });
    expect(deliveries).toMatchObject([
      { channelId: "on-call", message: { lines: ["Bea resolved it: moved the campaign"] } },
    ]);
    await expect(resolveIncident(context(), id, {})).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(acknowledgeIncident(context(), id)).rejects.toMatchObject({
      code: "CONFLICT",
      message: "This incident is already resolved.",
    });
  });

  it("needs no acknowledgement before, nor a comment", async () => {
    const id = await givenIncident();
    await acknowledgeIncident(context(), id);
    await resolveIncident(context("Bea"), id, { comment: " " });
    const { timeline } = await getIncident(context(), id);
    expect(timeline.at(-1)).toMatchObject({ kind: "resolved", text: "Bea resolved it." });
  });

  it("has one winner", async () => {
    await givenChannel(ports, "on-call");
    const id = await givenIncident();
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, (_, index) => resolveIncident(context(`P${index}`), id, {})),
    );
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
    expect(await database.client.delivery.count({ where: { reason: "resolved" } })).toBe(1);
  });
});

describe("whose incident it is", () => {
  it("F66 hides the incidents of another organization", async () => {
    const id = await givenIncident();
    await expectAll(
      [
        getIncident(elsewhere(), id),
        acknowledgeIncident(elsewhere(), id),
        resolveIncident(elsewhere(), id, {}),
      ],
      { code: "NOT_FOUND" },
    );
    expect((await listIncidents(elsewhere(), { limit: 50 })).data).toEqual([]);
    expect(await database.client.incident.findFirst()).toMatchObject({ state: "open" });
  });

  it("lets executives read and not act", async () => {
    const id = await givenIncident();
    const reader = context("Eva", "executive");
    await expect(getIncident(reader, id)).resolves.toMatchObject({ id });
    await expect(acknowledgeIncident(reader, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(resolveIncident(reader, id, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the list", () => {
  it("pages newest first, also through incidents of the same instant, and new ones do not shift it", async () => {
    for (let index = 0; index < 4; index++)
      await givenTransition(ports, "GREEN→RED", { subjectId: `a${index}` });
    ports.clock.advance(60_000);
    for (let index = 0; index < 3; index++)
      await givenTransition(ports, "GREEN→YELLOW", { subjectId: `b${index}` });
    await processTransitions(ports);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = incidentListShape.parse(
        await listIncidents(context(), { limit: 2, ...(cursor && { cursor }) }),
      );
      ids.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      if (ids.length === 2) {
        ports.clock.advance(60_000);
        await givenIncident("newest");
      }
    } while (cursor !== undefined);
    const all = await database.client.incident.findMany({
      where: { fingerprint: { not: "rating-fell:newest" } },
      orderBy: [{ openedAt: "desc" }, { id: "desc" }],
    });
    expect(ids).toEqual(all.map(({ id }) => id));
  });

  it("filters by state and severity", async () => {
    const open = await givenIncident("a");
    const acknowledged = await givenIncident("b", "GREEN→YELLOW");
    const resolved = await givenIncident("c");
    await acknowledgeIncident(context(), acknowledged);
    await resolveIncident(context(), resolved, {});
    const list = async (query: object) =>
      (await listIncidents(context(), { limit: 50, ...query })).data.map(({ id }) => id).sort();
    expect(await list({ state: "open" })).toEqual([open]);
    expect(await list({ state: "unresolved" })).toEqual([open, acknowledged].sort());
    expect(await list({ state: "resolved" })).toEqual([resolved]);
    expect(await list({ severity: "SEV2" })).toEqual([acknowledged]);
    expect(await list({ severity: "SEV2", state: "open" })).toEqual([]);
  });

  it.each([
    ["text that is not ours", "nonsense"],
    ["another list's cursor", encodeCursor(["one"])],
    ["a date that is none", encodeCursor(["yesterday", "id"])],
    ["a NUL character", encodeCursor(["2026-06-01T09:00:00.000Z", "\u0000"])],
  ])("refuses a cursor with %s", async (_, cursor) => {
    await expect(listIncidents(context(), { limit: 5, cursor })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });
});
