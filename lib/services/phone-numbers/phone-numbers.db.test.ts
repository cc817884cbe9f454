import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { historyShape, phoneNumberListShape, phoneNumberShape } from "../../contracts/phone-numbers.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { accountUpdate, phoneNumberQualityUpdate } from "../../sandbox/management-changes.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { encodeCursor } from "../page-cursor.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { getPhoneNumber } from "./get.ts";
import { getPhoneNumberHistory } from "./history.ts";
import { listPhoneNumbers } from "./list.ts";

const minute = 60_000;
const day = 86_400_000;

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
let place: { organizationId: string; connectionId: string };
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database);
  graph = await givenGraph(ports, { wabas: 2, numbersPerWaba: 3 });
  place = await givenConnection(ports, graph);
  await pollOnce(ports, place);
});

const context = (organizationId = "default") =>
  testContext(database, { ports, organizationId, role: "executive" });
const wabas = () => graph.world.portfolios[0]!.wabas;
const numberId = () => wabas()[0]!.phoneNumbers[0]!.id;
const at = (minutes: number) =>
  new Date(Date.parse("2026-06-01T09:00:00.000Z") + minutes * minute).toISOString();
/** A round at so many minutes after 09:00, with the number at this rating. */
async function round(minutes: number, rating?: string) {
  if (rating !== undefined) graph.world.setRating(numberId(), rating);
  ports.clock.current = new Date(at(minutes));
  await pollOnce(ports, place);
}
const history = async (query: { from?: string; to?: string } = {}) =>
  historyShape.parse(await getPhoneNumberHistory(context(), numberId(), query));
const spans = async (query: { from?: string; to?: string } = {}) =>
  (await history(query)).ratingSpans.map((span) => [
    span.kind === "gap" ? "gap" : span.value,
    span.from,
    span.to,
  ]);

/** All refuse alike; handlers are attached at once, so that none counts as unhandled. */
async function expectAll(asking: readonly Promise<unknown>[], refusal: object): Promise<void> {
  await Promise.all(asking.map((one) => expect(one).rejects.toMatchObject(refusal)));
}

describe("one number", () => {
  it("says what Meta says, how fresh it is, and where trouble lies", async () => {
    const dto = phoneNumberShape.parse(await getPhoneNumber(context(), numberId()));
    expect(dto).toMatchObject({
      id: numberId(),
      wabaId: wabas()[0]!.id,
      wabaName: "Uniform Shop 1",
      connectionName: "Shops",
      qualityRating: "GREEN",
      messagingLimit: "TIER_10K",
      status: "CONNECTED",
      observedAt: at(0),
      stale: false,
      freshness: "fresh",
      lastError: null,
      openIncidentId: null,
    });
    // Amber after two missed polls, red after six, each with half an interval of grace.
    for (const [minutes, freshness] of [
      [24, "fresh"],
      [25, "amber"],
      [64, "amber"],
      [65, "red"],
    ] as const) {
      ports.clock.current = new Date(at(minutes));
      expect(await getPhoneNumber(context(), numberId())).toMatchObject({
        freshness,
        stale: freshness !== "fresh",
      });
    }
  });

  it("names its open incident, and no longer once that is resolved", async () => {
    await round(10, "RED");
    await processTransitions(ports);
    const { id } = await database.client.incident.findFirstOrThrow();
    expect(await getPhoneNumber(context(), numberId())).toMatchObject({
      openIncidentId: id,
      ratingSince: at(10),
    });
    await round(20, "GREEN");
    await processTransitions(ports);
    expect(await getPhoneNumber(context(), numberId())).toMatchObject({ openIncidentId: null });
  });

  it("stays readable after its connection was removed", async () => {
    await database.client.connection.updateMany({ data: { state: "removed" } });
    expect(await getPhoneNumber(context(), numberId())).toMatchObject({ connectionName: "Shops" });
  });

  it("F66 is not found by another organization", async () => {
    await expectAll(
      [
        getPhoneNumber(context("other"), numberId()),
        getPhoneNumberHistory(context("other"), numberId(), {}),
        getPhoneNumber(context(), "330999999999999"),
      ],
      { code: "NOT_FOUND" },
    );
    expect((await listPhoneNumbers(context("other"), { limit: 50 })).data).toEqual([]);
  });
});

describe("the list", () => {
  const ids = async (query: object) =>
    (await listPhoneNumbers(context(), { limit: 50, ...query })).data.map((n) => n.id);
  const all = () =>
    wabas()
      .flatMap((waba) => waba.phoneNumbers.map((number) => number.id))
      .sort();

  it("pages by id, each number once", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = phoneNumberListShape.parse(
        await listPhoneNumbers(context(), { limit: 4, ...(cursor && { cursor }) }),
      );
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(all());
    await expect(listPhoneNumbers(context(), { limit: 4, cursor: "?" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    const nul = encodeCursor(["\u0000"]);
    await expect(listPhoneNumbers(context(), { limit: 4, cursor: nul })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  it("filters by rating, in Meta's words, and by WABA", async () => {
    await round(10, "PURPLE");
    expect(await ids({ rating: "PURPLE" })).toEqual([numberId()]);
    expect(await ids({ rating: "GREEN" })).toHaveLength(5);
    expect(await ids({ rating: "RED" })).toEqual([]);
    expect(await ids({ wabaId: wabas()[1]!.id })).toEqual(
      wabas()[1]!
        .phoneNumbers.map(({ id }) => id)
        .sort(),
    );
  });

  it("searches name, number and id, whatever the case, and takes % and _ for what they are", async () => {
    graph.world.changePhoneNumber(numberId(), { verifiedName: "Café 100%_Ärger" });
    await round(10);
    expect(await ids({ search: "CAFé" })).toEqual([numberId()]);
    expect(await ids({ search: " 100%_Är " })).toEqual([numberId()]);
    expect(await ids({ search: "%" })).toEqual([numberId()]);
    expect(await ids({ search: "_" })).toEqual([numberId()]);
    expect(await ids({ search: "\\" })).toEqual([]);
    expect(await ids({ search: "000000" })).toContain(numberId());
    expect(await ids({ search: numberId() })).toEqual([numberId()]);
    expect(await ids({ search: "nobody" })).toEqual([]);
    expect(await ids({ search: "  " })).toEqual(all());
  });
});

describe("the history", () => {
  it("holds every change of the last 28 days, newest first, as the range between two readings", async () => {
    await round(10, "YELLOW");
    await round(20, "RED");
    await round(30);
    const { changes, from, to } = await history();
    expect([from, to]).toEqual([new Date(Date.parse(at(30)) - 28 * day).toISOString(), at(30)]);
    expect(changes.filter(({ field }) => field === "quality_rating")).toMatchObject([
      { from: "YELLOW", to: "RED", notBefore: at(10), occurredAt: at(20), source: "poll" },
      { from: "GREEN", to: "YELLOW", notBefore: at(0), occurredAt: at(10) },
      { from: null, to: "GREEN", notBefore: null, occurredAt: at(0) },
    ]);
  });

  it("is half-open: what happened at its end belongs to the next", async () => {
    await round(10, "YELLOW");
    const ratings = async (query: object) =>
      (await history(query)).changes.filter(({ field }) => field === "quality_rating").map(({ to }) => to);
    expect(await ratings({ from: at(0), to: at(10) })).toEqual(["GREEN"]);
    expect(await ratings({ from: at(10), to: at(11) })).toEqual(["YELLOW"]);
    await expect(history({ from: at(10), to: at(10) })).rejects.toMatchObject({ code: "VALIDATION" });
  });

  it("draws the rating as held, and as a gap where nobody looked", async () => {
    await round(10);
    await round(20, "YELLOW");
    await round(30);
    await round(120, "YELLOW");
    await round(130, "GREEN");
    expect(await spans({ from: at(0), to: at(130) })).toEqual([
      ["GREEN", at(0), at(20)],
      ["YELLOW", at(20), at(30)],
      ["gap", at(30), at(120)],
      ["YELLOW", at(120), at(130)],
    ]);
    // Two missed polls and half an interval after the last reading nothing is claimed any more.
    expect(await spans({ from: at(125), to: at(200) })).toEqual([
      ["YELLOW", at(125), at(130)],
      ["GREEN", at(130), at(155)],
      ["gap", at(155), at(200)],
    ]);
    expect(await spans({ from: at(-60), to: at(-30) })).toEqual([]);
    expect((await spans({ from: at(-60), to: at(5) }))[0]).toEqual(["GREEN", at(0), at(5)]);
  });

  it("tells UNKNOWN and not reported apart from each other and from a gap", async () => {
    await round(10, "UNKNOWN");
    graph.faults.add({ kind: "field-value", field: "quality_rating", value: null });
    graph.faults.add({ kind: "empty-quality-score" });
    await round(20);
    expect(await spans({ from: at(0), to: at(21) })).toEqual([
      ["GREEN", at(0), at(10)],
      ["UNKNOWN", at(10), at(20)],
      [null, at(20), at(21)],
    ]);
  });

  it("marks incidents and what Meta announced about this number or its whole account, oldest first", async () => {
    await round(10, "RED");
    await processTransitions(ports);
    const digits = (await getPhoneNumber(context(), numberId())).displayPhoneNumber!.replace(/\D/g, "");
    let minutes = 4;
    const event = async (
      change: { field: string; value: object },
      displayDigits: string | null,
      waba = wabas()[0]!.id,
    ) => {
      const id = `event-${String(await database.client.webhookEvent.count())}`;
      const words = change.value as { event: string };
      await database.client.webhookEvent.create({
        data: {
          ...{ organizationId: "default", id, deliveryId: "d", wabaId: waba, field: change.field },
          ...{
            event: words.event,
            displayDigits,
            value: {},
            occurredAt: at(++minutes),
            recordedAt: at(minutes),
          },
        },
      });
    };
    await event(accountUpdate("ACCOUNT_RESTRICTION"), null);
    await event(phoneNumberQualityUpdate({ digits, event: "THROUGHPUT_UPGRADE" }), digits);
    await event(phoneNumberQualityUpdate({ digits: "1", event: "ONBOARDING" }), "99900100000099");
    await event(accountUpdate("ACCOUNT_DELETED"), null, wabas()[1]!.id);
    const { marks } = await history({ from: at(0), to: at(11) });
    expect(marks.map(({ kind, label, occurredAt }) => [kind, label, occurredAt])).toEqual([
      ["webhook", "Meta announced account_update: ACCOUNT_RESTRICTION", at(5)],
      ["webhook", "Meta announced phone_number_quality_update: THROUGHPUT_UPGRADE", at(6)],
      ["incident", expect.stringContaining("fell from GREEN to RED"), at(10)],
    ]);
    expect(marks[2]!.href).toMatch(/^\/incidents\/\w+$/);
  });
});
