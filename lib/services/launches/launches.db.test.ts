import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import {
  launchCalendarShape,
  methodRampShape,
  unannouncedLaunchListShape,
} from "../../contracts/launches.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import {
  testContext,
  testPorts,
  type TestContext,
  type TestPorts,
} from "../../testing/builders/service-context.ts";
import { toldFacts } from "../../testing/builders/told-facts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { ingestFacts } from "../facts/ingest-facts.ts";
import { claimEntry } from "../registry/claim-entry.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { moveActivationMethod } from "../registry/move-activation-method.ts";
import { getLaunchCalendar } from "./get-launch-calendar.ts";
import { getMethodRamp } from "./get-method-ramp.ts";
import { listUnannouncedLaunches } from "./list-unannounced-launches.ts";

// The fake clock stands at 2026-06-01T09:00Z.
let database: Database;
let ports: TestPorts;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  ctx = testContext(database, { role: "growth", ports });
  await givenOrganization(database);
});

const page = { limit: 50 };
async function counted(): Promise<void> {
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}

/** So many people opt in at a source on a day, by the API's own way in. */
async function optIns(source: string, day: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => ({
    contact: `+49151${String(1_000_000 + at)}`,
    source,
    optedInAt: `${day}T07:${String(at % 60).padStart(2, "0")}:00Z`,
  }));
  await ingestFacts(
    ctx,
    "opt-ins",
    rows.map((value, index) => ({ index, value })),
  );
  await counted();
}

describe("an unannounced launch", () => {
  it("is a source that nobody registered, with when it was first seen and how many came", async () => {
    await optIns("qr-mystery", "2026-05-30", 7);
    await optIns("qr-mystery", "2026-05-31", 2);
    const list = await listUnannouncedLaunches(ctx, page);
    unannouncedLaunchListShape.parse(list);
    expect(list.data).toMatchObject([
      {
        key: "qr-mystery",
        firstSeenAt: "2026-06-01T09:00:00.000Z",
        firstOptInAt: "2026-05-30T07:00:00.000Z",
        lastOptInOn: "2026-05-31",
        optIns: 9,
        contactsGained: 7,
      },
    ]);
    const calendar = await getLaunchCalendar(ctx, {});
    expect(calendar.data).toMatchObject([
      { kind: "unannounced", at: "2026-05-30T07:00:00.000Z", name: "qr-mystery", optIns: 9, methodId: null },
    ]);
  });

  it("ends when it is claimed, and is nobody else's", async () => {
    await optIns("qr-mystery", "2026-05-31", 2);
    const other = testContext(database, { organizationId: "other", ports });
    expect((await listUnannouncedLaunches(other, page)).data).toEqual([]);
    expect((await getLaunchCalendar(other, {})).data).toEqual([]);
    const { id: activationMethodId } = await createActivationMethod(ctx, { name: "Flyer", kind: "qr-code" });
    const [found] = (await listUnannouncedLaunches(ctx, page)).data;
    await claimEntry(ctx, "opt-in-source", found?.sourceId ?? "", { activationMethodId });
    expect((await listUnannouncedLaunches(ctx, page)).data).toEqual([]);
  });

  it("is listed page by page", async () => {
    for (const source of ["a", "b", "c"]) {
      ctx.clock.advance(1000);
      await optIns(source, "2026-05-31", 1);
    }
    const first = await listUnannouncedLaunches(ctx, { limit: 2 });
    expect(first.data.map(({ key }) => key)).toEqual(["c", "b"]);
    const second = await listUnannouncedLaunches(ctx, { limit: 2, cursor: first.nextCursor ?? "" });
    expect(second.data.map(({ key }) => key)).toEqual(["a"]);
    expect(second.nextCursor).toBeNull();
  });
});

describe("getLaunchCalendar", () => {
  it("tells plans, launches, steps and holds in a range", async () => {
    await createActivationMethod(ctx, { name: "Plan", kind: "sms", plannedLaunchAt: "2026-06-20T08:00:00Z" });
    const { id } = await createActivationMethod(ctx, {
      name: "Running",
      kind: "website",
      launchedAt: "2026-05-28T08:00:00Z",
      ramp: {
        unit: "opt-ins",
        steps: [
          { fromDay: 0, amount: 10 },
          { fromDay: 14, amount: 50 },
        ],
      },
    });
    await moveActivationMethod(ctx, id, "hold");
    const calendar = await getLaunchCalendar(ctx, { from: "2026-05-01", to: "2026-07-01" });
    launchCalendarShape.parse(calendar);
    expect(calendar.data.map(({ kind, at, name }) => `${kind} ${at.slice(5, 10)} ${name}`)).toEqual([
      "launched 05-28 Running",
      "held 06-01 Running",
      "ramp-step 06-11 Running",
      "planned 06-20 Plan",
    ]);
    expect((await getLaunchCalendar(ctx, { from: "2026-06-15", to: "2026-07-01" })).data).toHaveLength(2);
  });

  it.each([
    [{ from: "2026-06-02", to: "2026-06-01" }],
    [{ from: "2026-06-01", to: "2026-06-01" }],
    [{ from: "2024-01-01", to: "2026-06-01" }],
  ])("refuses %j", async (query) => {
    await expect(getLaunchCalendar(ctx, query)).rejects.toMatchObject({
      code: "VALIDATION",
      details: { faults: [{ path: "from" }] },
    });
  });
});

describe("getMethodRamp", () => {
  const ramp = {
    steps: [
      { fromDay: 0, amount: 5 },
      { fromDay: 2, amount: 20 },
    ],
  };
  async function givenMethod(unit: "opt-ins" | "deliveries" | "share", launchedAt = "2026-05-29T20:00:00Z") {
    const steps = unit === "share" ? [{ fromDay: 0, amount: 0.5 }] : ramp.steps;
    const { id } = await createActivationMethod(ctx, {
      name: "Flyer",
      kind: "qr-code",
      launchedAt,
      ramp: { unit, steps },
    });
    await createOptInSource(ctx, { key: "flyer", name: "Flyer", activationMethodId: id });
    return id;
  }

  it("holds what came in against the plan, day by day of UTC", async () => {
    const id = await givenMethod("opt-ins");
    await optIns("flyer", "2026-05-30", 9);
    await optIns("elsewhere", "2026-05-30", 3);
    const answer = methodRampShape.parse(await getMethodRamp(ctx, id));
    expect(answer).toMatchObject({ unit: "opt-ins", startsOn: "2026-05-29", isLaunched: true });
    expect(
      answer.days.map(({ day, planned, optIns: came, share, actual, isWhole }) => [
        day,
        planned,
        came,
        share,
        actual,
        isWhole,
      ]),
    ).toEqual([
      ["2026-05-29", 5, 0, null, 0, true],
      ["2026-05-30", 5, 9, 0.75, 9, true],
      ["2026-05-31", 20, 0, null, 0, true],
      ["2026-06-01", 20, 0, null, 0, false],
    ]);
  });

  it("is in deliveries, or in the share of all opt-ins, where the ramp is", async () => {
    const share = await givenMethod("share");
    await optIns("flyer", "2026-05-30", 1);
    await optIns("elsewhere", "2026-05-30", 3);
    expect((await getMethodRamp(ctx, share)).days[1]).toMatchObject({ planned: 0.5, actual: 0.25 });
    const sms = await createActivationMethod(ctx, {
      name: "SMS",
      kind: "sms",
      launchedAt: "2026-05-29T20:00:00Z",
      ramp: { unit: "deliveries", ...ramp },
    });
    await createOptInSource(ctx, { key: "sms", name: "SMS", activationMethodId: sms.id });
    const told = toldFacts(database);
    await told.optIns([{ person: "p", source: "sms", at: new Date("2026-05-30T08:00:00Z") }]);
    await told.messages(
      ["a", "b"].map((message) => ({
        id: message,
        person: "p",
        at: new Date("2026-05-31T08:00:00Z"),
        deliveredAt: message === "a" ? new Date("2026-05-31T08:00:05Z") : null,
      })),
    );
    await counted();
    expect((await getMethodRamp(ctx, sms.id)).days[2]).toMatchObject({
      planned: 20,
      deliveries: 1,
      actual: 1,
    });
  });

  it("counts nothing before the launch, and has no plan without a ramp", async () => {
    const later = await givenMethod("opt-ins", "2026-06-09T08:00:00Z");
    expect(await getMethodRamp(ctx, later)).toMatchObject({
      startsOn: "2026-06-09",
      isLaunched: false,
      days: [],
    });
    const draft = await createActivationMethod(ctx, { name: "Draft", kind: "sms" });
    expect(await getMethodRamp(ctx, draft.id)).toEqual({
      unit: null,
      startsOn: null,
      isLaunched: false,
      days: [],
    });
    const bare = await createActivationMethod(ctx, {
      name: "B",
      kind: "sms",
      launchedAt: "2026-05-31T00:00:00Z",
    });
    expect((await getMethodRamp(ctx, bare.id)).days[0]).toMatchObject({
      planned: null,
      actual: null,
      optIns: 0,
    });
  });

  it("F66 knows no method of another organization", async () => {
    const id = await givenMethod("opt-ins");
    const other = testContext(database, { organizationId: "other", ports });
    await expect(getMethodRamp(other, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
