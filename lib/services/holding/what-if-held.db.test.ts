import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { whatIfHeldShape, type WhatIfHeldDto } from "../../contracts/holds.ts";
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
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { getWhatIfHeld } from "./get-what-if-held.ts";

let database: Database;
let ports: TestPorts;
let ctx: TestContext;
let methodId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});

const minute = 60_000;
const ago = (minutes: number) => new Date(ports.clock.now().getTime() - minutes * minute);
const day = 24 * 60;

/**
 * Forty messages of the flyer, one a minute from 14:00 on the day before yesterday, and twenty of the shop on the same day; each
 * fourth of the flyer's is answered by a block after half an hour, and the tenth by an opt-out today.
 */
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  ports.clock.current = new Date("2026-06-10T18:30:00Z");
  ctx = testContext(database, { role: "growth", ports });
  await givenOrganization(database);
  await givenOrganization(database, "other");
  const launchedAt = ago(10 * day).toISOString();
  ({ id: methodId } = await createActivationMethod(ctx, { name: "Flyer", kind: "qr-code", launchedAt }));
  await createOptInSource(ctx, { key: "flyer", name: "Flyer", activationMethodId: methodId });
  const shops = await createActivationMethod(ctx, { name: "Shop", kind: "in-person", launchedAt });
  await createOptInSource(ctx, { key: "shop", name: "Shop", activationMethodId: shops.id });
  const facts = toldFacts(database);
  const flyer = Array.from({ length: 40 }, (_, n) => ({ person: `f${n}`, at: at(n) }));
  const shop = Array.from({ length: 20 }, (_, n) => ({ person: `s${n}`, at: at(n) }));
  await facts.optIns([
    ...flyer.map(({ person }) => ({ person, source: "flyer", at: ago(9 * day) })),
    ...shop.map(({ person }) => ({ person, source: "shop", at: ago(90 * day) })),
  ]);
  await facts.messages([...flyer, ...shop].map((one) => ({ id: `m-${one.person}`, ...one })));
  const later = (one: Date, minutes: number) => new Date(one.getTime() + minutes * minute);
  await facts.events([
    ...flyer
      .filter((_, n) => n % 4 === 0)
      .map((one) => ({ id: `b-${one.person}`, kind: "block", person: one.person, at: later(one.at, 30) })),
    { id: "o-f10", kind: "opt_out", person: "f10", at: ago(60) },
    { id: "b-s3", kind: "block", person: "s3", at: later(at(3), 5) },
  ]);
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
});
const at = (minutes: number) => new Date(Date.parse("2026-06-08T14:00:00Z") + minutes * minute);
const ask = async (instant: Date, context = ctx): Promise<WhatIfHeldDto> =>
  whatIfHeldShape.parse(await getWhatIfHeld(context, methodId, { at: instant.toISOString() }));

describe("what if a launch had been held", () => {
  it("counts to the minute what was sent from then on and the signals that answer it", async () => {
    // Messages 10 to 39; of these 12, 16, …, 36 were blocked, and 10 was answered by an opt-out.
    const answer = await ask(at(10));
    expect(answer).toMatchObject({
      ...{ at: "2026-06-08T14:10:00.000Z", until: "2026-06-10T18:30:00.000Z" },
      ...{ messages: 30, youngMessages: 30, suppressed: false },
      signals: { total: 8, block: 7, report: 0, opt_out: 1 },
    });
    expect(answer.numbers).toMatchObject([
      {
        phoneNumberId: "n1",
        as: { messages: 60, signals: 12, per1000: { rate: 200 } },
        without: { messages: 30, signals: 4 },
      },
    ]);
    // Garwood's limits for 4 events are 1.0899 and 10.2416 (R: poisson.test(4)).
    expect(answer.numbers[0]?.without.per1000?.low).toBeCloseTo((1.0899 / 30) * 1_000, 0);
    expect(answer.numbers[0]?.without.per1000?.high).toBeCloseTo((10.2416 / 30) * 1_000, 0);
  });

  it("counts whole hours and parts of hours as one", async () => {
    expect((await ask(new Date("2026-06-08T13:30:00Z"))).messages).toBe(40);
    expect((await ask(new Date("2026-06-08T14:00:00Z"))).messages).toBe(40);
    expect((await ask(new Date("2026-06-08T15:00:00Z"))).messages).toBe(0);
    expect((await ask(new Date("2026-06-08T15:00:00Z"))).numbers).toEqual([]);
  });

  it("ends where the launch was held in truth", async () => {
    await database.client.holdRequest.create({
      data: {
        ...{
          organizationId: "default",
          id: "h1",
          activationMethodId: methodId,
          sourceIds: [],
          state: "held",
        },
        ...{
          dryRun: false,
          reason: "",
          askedAt: at(0),
          askedBy: "Ada",
          expiresAt: at(day),
          approvalsNeeded: 2,
        },
        ...{ approvals: [], releaseApprovals: [], coolDownHours: 24, rampSteps: [1], rampStepHours: 24 },
        ...{ heldAt: at(35), isKept: false, updatedAt: at(35) },
      },
    });
    const answer = await ask(at(10));
    expect(answer).toMatchObject({ until: at(35).toISOString(), messages: 25, signals: { total: 7 } });
  });

  it("does not show small groups, nor launches of others, nor times that were not", async () => {
    const small = await ask(at(25));
    expect(small).toMatchObject({ suppressed: true, messages: 0, signals: { total: 0 }, numbers: [] });
    const other = testContext(database, { ports, organizationId: "other" });
    await expect(ask(at(10), other)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(ask(ago(-1))).rejects.toMatchObject({ details: { faults: [{ path: "at" }] } });
    await expect(ask(ago(91 * day))).rejects.toMatchObject({ details: { faults: [{ path: "at" }] } });
  });
});
