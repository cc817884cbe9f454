import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PrismaClient } from "../../adapters/db/generated/client.ts";
import type { Database } from "../../adapters/db/open-database.ts";
import { insertOrganizationIfAbsent } from "../../adapters/db/users.ts";
import { weeklyReportListShape, weeklyReportShape } from "../../contracts/reports.ts";
import { roles } from "../../core/access/rights.ts";
import { testContext, testPorts, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { getPhoneNumberHistory } from "../phone-numbers/history.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { getWeeklyReport } from "./get-weekly.ts";
import { listWeeklyReports } from "./list.ts";

// Week 47 of 2026 runs from Monday 16 to Sunday 22 November; it is Wednesday of week 48.
const now = new Date("2026-11-25T12:00:00.000Z");
const organizationId = "default";
let database: Database;
let db: PrismaClient;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.client;
});
beforeEach(async () => {
  await db.phoneNumber.deleteMany();
  await db.phoneNumberChange.deleteMany();
  await db.blindStretch.deleteMany();
  await db.incident.deleteMany();
  await db.incidentEvent.deleteMany();
  await db.connection.deleteMany();
  await db.organization.deleteMany();
  await insertOrganizationIfAbsent(db, { id: organizationId, name: "Shops", createdAt: now });
  const ports = testPorts(database);
  ports.clock.current = now;
  ctx = testContext(database, { role: "executive", ports });
});

const at = (text: string) => new Date(`2026-11-${text}Z`);

async function givenConnection(
  id: string,
  kind: "meta" | "sandbox" = "meta",
  state = "active",
): Promise<void> {
  await db.connection.create({
    data: {
      organizationId,
      id,
      name: id,
      kind,
      managedBy: "person",
      graphBaseUrl: "https://graph.test",
      apiVersion: "v25.0",
      accessTokenCipher: Buffer.alloc(0),
      verifyTokenCipher: Buffer.alloc(0),
      pollIntervalSeconds: 600,
      state,
      createdAt: now,
      nextPollAt: now,
    },
  });
}

/** A number seen since the first step, polled until now unless said otherwise. */
async function givenNumber(
  id: string,
  steps: readonly [rating: string | null, when: string][],
  more: { connectionId?: string; wabaId?: string; observedAt?: Date; organizationId?: string } = {},
): Promise<void> {
  const organization = more.organizationId ?? organizationId;
  await db.phoneNumber.create({
    data: {
      organizationId: organization,
      id,
      connectionId: more.connectionId ?? "main",
      wabaId: more.wabaId ?? "waba",
      verifiedName: `Shop ${id}`,
      firstSeenAt: at(steps[0]![1]),
      observedAt: more.observedAt ?? now,
    },
  });
  await db.phoneNumberChange.createMany({
    data: steps.map(([toValue, when], index) => ({
      organizationId: organization,
      phoneNumberId: id,
      id: `${id}-${index}`,
      field: "quality_rating",
      fromValue: steps[index - 1]?.[0] ?? null,
      toValue,
      occurredAt: at(when),
      recordedAt: at(when),
      source: "poll",
    })),
  });
}

async function givenIncident(
  id: string,
  times: { opened: string; acknowledged?: string; resolved?: string },
  about: { phoneNumberId?: string; connectionId?: string } = {},
): Promise<void> {
  await db.incident.create({
    data: {
      organizationId,
      id,
      kind: "rating-fell",
      fingerprint: id,
      openKey: times.resolved === undefined ? id : null,
      severity: "SEV2",
      state: "open",
      title: id,
      summary: id,
      phoneNumberId: about.phoneNumberId ?? null,
      subject: about,
      openedAt: at(times.opened),
      acknowledgedAt: times.acknowledged === undefined ? null : at(times.acknowledged),
      resolvedAt: times.resolved === undefined ? null : at(times.resolved),
      updatedAt: at(times.opened),
    },
  });
}

describe("getWeeklyReport", () => {
  it("tells a closed week from changes, gaps and incidents", async () => {
    await givenConnection("main");
    await givenNumber("A", [
      ["GREEN", "02T00:00:00"],
      ["UNKNOWN", "14T00:00:00"],
      ["YELLOW", "18T00:00:00"],
    ]);
    await givenNumber("B", [["GREEN", "02T00:00:00"]], { wabaId: "waba-2" });
    await db.blindStretch.create({
      data: {
        organizationId,
        wabaId: "waba-2",
        id: "1",
        occurredAt: at("17T00:00:00"),
        endedAt: at("18T00:00:00"),
        recordedAt: now,
      },
    });
    await givenIncident("i", { opened: "18T00:00:00", acknowledged: "18T00:12:00" }, { phoneNumberId: "A" });
    const report = await getWeeklyReport(ctx, "2026-W47");
    expect(weeklyReportShape.parse(report)).toEqual(report);
    expect(report).toMatchObject({
      isoWeek: "2026-W47",
      from: "2026-11-16T00:00:00.000Z",
      to: "2026-11-23T00:00:00.000Z",
      timeZone: "UTC",
      closed: true,
      verdict:
        "1 of 2 phone numbers needs attention: Shop A fell to YELLOW. The data is not whole: 1 of 2 phone numbers was not watched throughout (92 % of the time is covered).",
      // A was UNKNOWN for two of seven days; B was not read for one.
      numbers: [
        { id: "A", name: "Shop A", ratingAtStart: null, ratingAtEnd: "YELLOW", falls: 1, coverage: 5 / 7 },
        { id: "B", name: "Shop B", ratingAtStart: "GREEN", ratingAtEnd: "GREEN", falls: 0, coverage: 6 / 7 },
      ],
      incidents: { opened: 1, resolved: 0, stillOpen: 1, medianMinutesToAcknowledge: 12, acknowledged: 1 },
    });
    expect(report.smallPrint).toContain("Shop B was not watched for 1 d.");
  });

  it("takes the week in the organization's time zone", async () => {
    await db.organization.updateMany({ data: { timeZone: "Europe/Berlin" } });
    await givenConnection("main");
    await givenNumber("A", [
      ["GREEN", "02T00:00:00"],
      ["RED", "15T23:30:00"],
    ]);
    const report = await getWeeklyReport(ctx, "2026-W47");
    expect(report).toMatchObject({ from: "2026-11-15T23:00:00.000Z", to: "2026-11-22T23:00:00.000Z" });
    expect(report.numbers).toMatchObject([{ ratingAtStart: "GREEN", falls: 1 }]);
    expect((await getWeeklyReport(ctx, "2026-W46")).numbers).toMatchObject([
      { falls: 0, ratingAtEnd: "GREEN" },
    ]);
  });

  it("previews the running week", async () => {
    await givenConnection("main");
    await givenNumber("A", [["GREEN", "02T00:00:00"]]);
    expect(await getWeeklyReport(ctx, "2026-W48")).toMatchObject({
      closed: false,
      verdict: "A good week so far: Shop A stayed GREEN.",
      numbers: [{ coverage: 1 }],
    });
  });

  it("says that nothing was watched before the first observation, and without one", async () => {
    const verdict = async (week: string) => (await getWeeklyReport(ctx, week)).verdict;
    expect(await verdict("2026-W47")).toBe(
      "Nothing was watched in this week: no phone number has been observed yet.",
    );
    await givenConnection("main");
    await givenNumber("A", [["GREEN", "18T00:00:00"]]);
    expect(await verdict("2026-W46")).toBe(
      "Nothing was watched in this week: the first observation came on Wed 18 November 2026.",
    );
    expect(await verdict("1999-W01")).toContain("Nothing was watched");
  });

  it("refuses what is no week and what has not begun", async () => {
    for (const week of ["2026-47", "latest", "2025-W53", ""]) {
      await expect(getWeeklyReport(ctx, week)).rejects.toMatchObject({
        code: "VALIDATION",
        details: { faults: [{ path: "isoWeek" }] },
      });
    }
    await expect(getWeeklyReport(ctx, "2026-W49")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getWeeklyReport(ctx, "9999-W52")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("remembers the first acknowledgement after the row forgot it", async () => {
    await givenIncident("i", { opened: "18T00:00:00" });
    for (const [id, when] of [
      ["1", "18T00:05:00"],
      ["2", "19T00:00:00"],
    ] as const) {
      await db.incidentEvent.create({
        data: {
          organizationId,
          incidentId: "i",
          id,
          kind: "acknowledged",
          occurredAt: at(when),
          recordedAt: at(when),
          text: "",
          detail: {},
        },
      });
    }
    expect((await getWeeklyReport(ctx, "2026-W47")).incidents).toMatchObject({
      acknowledged: 1,
      medianMinutesToAcknowledge: 5,
    });
  });

  it("counts the sandbox only where there is nothing else, and says so first", async () => {
    await givenConnection("box", "sandbox");
    await givenNumber("S", [["GREEN", "02T00:00:00"]], { connectionId: "box" });
    await givenIncident("s", { opened: "18T00:00:00" }, { phoneNumberId: "S" });
    await givenIncident("t", { opened: "18T00:00:00" }, { connectionId: "box" });
    const alone = await getWeeklyReport(ctx, "2026-W47");
    expect(alone.smallPrint[0]).toMatch(/^Sandbox/);
    expect(alone).toMatchObject({ numbers: [{ id: "S" }], incidents: { opened: 2 } });
    await givenConnection("main");
    await givenNumber("A", [["GREEN", "02T00:00:00"]]);
    const both = await getWeeklyReport(ctx, "2026-W47");
    expect(both).toMatchObject({ numbers: [{ id: "A" }], incidents: { opened: 0 } });
    expect(both.smallPrint[0]).toBe("Numbers and incidents of the sandbox are not counted.");
  });

  it("sees nothing of another organization", async () => {
    await givenNumber("X", [["RED", "02T00:00:00"]], { organizationId: "other" });
    expect((await getWeeklyReport(ctx, "2026-W47")).numbers).toEqual([]);
    expect((await listWeeklyReports(ctx)).data).toEqual([]);
  });
});

describe("listWeeklyReports", () => {
  it("lists the weeks since the first observation, newest first, saying what each report says", async () => {
    await givenConnection("main");
    await givenNumber("A", [
      ["GREEN", "04T00:00:00"],
      ["RED", "11T00:00:00"],
      ["GREEN", "17T00:00:00"],
    ]);
    const list = await listWeeklyReports(ctx);
    expect(weeklyReportListShape.parse(list)).toEqual(list);
    expect(list.data.map(({ isoWeek, closed }) => [isoWeek, closed])).toEqual([
      ["2026-W48", false],
      ["2026-W47", true],
      ["2026-W46", true],
      ["2026-W45", true],
    ]);
    for (const line of list.data) {
      const { isoWeek, closed, verdict } = await getWeeklyReport(ctx, line.isoWeek);
      expect(line).toEqual({ isoWeek, closed, verdict });
    }
    expect(list.data[2]?.verdict).toBe("The only phone number needs attention: Shop A fell to RED.");
  });

  it("stops at 52 weeks", async () => {
    await givenConnection("main");
    await givenNumber("A", [["GREEN", "04T00:00:00"]]);
    await db.phoneNumber.updateMany({ data: { firstSeenAt: new Date("2024-01-01T00:00:00Z") } });
    const { data } = await listWeeklyReports(ctx);
    expect([data.length, data[0]?.isoWeek, data.at(-1)?.isoWeek]).toEqual([52, "2026-W48", "2025-W49"]);
  });

  it("asks the database the same few questions for one number and for many", async () => {
    await givenConnection("main");
    await givenNumber("A", [["GREEN", "04T00:00:00"]]);
    const countQueries = async () => {
      let count = 0;
      const counting = db.$extends({
        query: {
          $allOperations: ({ args, query }) => {
            count += 1;
            return query(args);
          },
        },
      }) as unknown as PrismaClient;
      await listWeeklyReports({ ...ctx, db: counting });
      await getWeeklyReport({ ...ctx, db: counting }, "2026-W47");
      return count;
    };
    const few = await countQueries();
    for (let i = 0; i < 20; i += 1)
      await givenNumber(`N${i}`, [["GREEN", "04T00:00:00"]], { wabaId: `w${i}` });
    expect(await countQueries()).toBe(few);
    expect(few).toBe(14);
  });
});

describe("rights and marks", () => {
  it.each([...roles])("%s may read reports", async (role) => {
    const reader = testContext(database, { role, ports: ctx });
    await expect(listWeeklyReports(reader)).resolves.toEqual({ data: [], nextCursor: null });
  });

  it("draws launches on the history of a number", async () => {
    await givenConnection("main");
    await givenNumber("A", [["GREEN", "02T00:00:00"]]);
    const growth = testContext(database, { role: "growth", ports: ctx });
    await createActivationMethod(growth, {
      name: "QR flyer",
      kind: "qr-code",
      launchedAt: "2026-11-20T00:00:00Z",
    });
    const { marks } = await getPhoneNumberHistory(ctx, "A", {});
    expect(marks).toMatchObject([
      {
        kind: "launch",
        label: "Launched: QR flyer",
        href: expect.stringMatching(/^\/launches\/[0-9a-f]+$/) as string,
      },
    ]);
  });
});
