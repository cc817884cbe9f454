import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { activationMethodShape } from "../../contracts/registry.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenPerson } from "../../testing/builders/people.ts";
import {
  testContext,
  testPorts,
  type TestContext,
  type TestPorts,
} from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { answerMethodReview } from "./answer-method-review.ts";
import { askMethodReview } from "./ask-method-review.ts";
import { createActivationMethod } from "./create-activation-method.ts";
import { getActivationMethod } from "./get-activation-method.ts";
import { listRegistryChanges } from "./list-changes.ts";
import { listMethodReviews } from "./list-method-reviews.ts";
import { moveActivationMethod } from "./move-activation-method.ts";
import { updateActivationMethod } from "./update-activation-method.ts";

// The fake clock stands at 2026-06-01T09:00Z.
let database: Database;
let ports: TestPorts;
let growth: TestContext;
let legal: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  growth = testContext(database, { role: "growth", ports });
  legal = testContext(database, { role: "on-call", ports, actor: { id: "lea", name: "Lea" } });
  await givenPerson(database, { id: "lea", name: "Lea", role: "on-call" });
});

const flyer = { name: "Flyer", kind: "qr-code" as const };
const ramp = {
  unit: "opt-ins" as const,
  steps: [
    { fromDay: 0, amount: 100 },
    { fromDay: 7, amount: 1000 },
  ],
};

async function newestAct(id: string) {
  return (await listRegistryChanges(growth, "activation-method", id, { limit: 1 })).data[0];
}

describe("the plan of a launch", () => {
  it("is kept with its ramp, and stays when the launch comes at another time", async () => {
    const { id } = await createActivationMethod(growth, {
      ...flyer,
      plannedLaunchAt: "2026-06-10T08:00:00Z",
      ramp,
    });
    expect(activationMethodShape.parse(await getActivationMethod(growth, id))).toMatchObject({
      state: "draft",
      launchedAt: null,
      plannedLaunchAt: "2026-06-10T08:00:00.000Z",
      ramp,
    });
    growth.clock.advance(3_600_000);
    await moveActivationMethod(growth, id, "launch");
    expect(await getActivationMethod(growth, id)).toMatchObject({
      state: "launched",
      launchedAt: "2026-06-01T10:00:00.000Z",
      plannedLaunchAt: "2026-06-10T08:00:00.000Z",
    });
    await expect(
      updateActivationMethod(growth, id, { plannedLaunchAt: "2026-06-01T10:00:00Z" }),
    ).rejects.toMatchObject({ code: "VALIDATION", details: { faults: [{ path: "plannedLaunchAt" }] } });
  });

  it("is the scheduled launch, and moves with it", async () => {
    const { id, plannedLaunchAt } = await createActivationMethod(growth, {
      ...flyer,
      launchedAt: "2026-06-10T08:00:00Z",
    });
    expect(plannedLaunchAt).toBe("2026-06-10T08:00:00.000Z");
    expect(
      await moveActivationMethod(growth, id, "launch", { launchedAt: "2026-06-12T08:00:00Z" }),
    ).toMatchObject({ state: "scheduled", plannedLaunchAt: "2026-06-12T08:00:00.000Z" });
    expect(await updateActivationMethod(growth, id, { launchedAt: "2026-06-14T08:00:00Z" })).toMatchObject({
      plannedLaunchAt: "2026-06-14T08:00:00.000Z",
    });
  });

  it("lets a running ramp be changed with its history, and not that of a retired method", async () => {
    const { id } = await createActivationMethod(growth, {
      ...flyer,
      launchedAt: "2026-05-01T00:00:00Z",
      ramp,
    });
    const slower = { unit: "share" as const, steps: [{ fromDay: 0, amount: 0.05 }] };
    expect(await updateActivationMethod(growth, id, { ramp: slower })).toMatchObject({ ramp: slower });
    expect(await newestAct(id)).toMatchObject({
      action: "changed",
      detail: { ramp: { from: ramp, to: slower } },
    });
    expect(await updateActivationMethod(growth, id, { ramp: null })).toMatchObject({ ramp: null });
    await moveActivationMethod(growth, id, "retire");
    await expect(updateActivationMethod(growth, id, { ramp })).rejects.toMatchObject({ code: "VALIDATION" });
  });
});

describe("moves", () => {
  it("keep who, when and why", async () => {
    const { id } = await createActivationMethod(growth, { ...flyer, launchedAt: "2026-05-01T00:00:00Z" });
    await moveActivationMethod(legal, id, "hold", { reason: "Too many blocks" });
    expect(await newestAct(id)).toMatchObject({
      action: "held",
      actorName: "Lea",
      occurredAt: "2026-06-01T09:00:00.000Z",
      detail: { before: "launched", state: "held", reason: "Too many blocks" },
    });
  });

  it("let whoever is on call hold a method, and no more", async () => {
    const { id } = await createActivationMethod(growth, { ...flyer, launchedAt: "2026-05-01T00:00:00Z" });
    await moveActivationMethod(legal, id, "hold");
    for (const action of ["launch", "resume", "retire"] as const) {
      await expect(moveActivationMethod(legal, id, action)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    const reader = testContext(database, { role: "executive", ports });
    await expect(moveActivationMethod(reader, id, "hold")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("reviews", () => {
  it("are asked for and answered by the person asked, once, with words for a refusal", async () => {
    const { id } = await createActivationMethod(growth, flyer);
    const review = await askMethodReview(growth, id, { personId: "lea", question: "Is the box unticked?" });
    await expect(askMethodReview(growth, id, { personId: "lea" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const answer = (ctx: TestContext, words?: string) =>
      answerMethodReview(ctx, id, review.id, {
        answer: "refused",
        ...(words === undefined ? {} : { words }),
      });
    await expect(answer(growth, "no")).rejects.toMatchObject({ code: "FORBIDDEN" });
    // A key with the person's id is not the person.
    const program = testContext(database, { role: "on-call", ports, actor: { kind: "api-key", id: "lea" } });
    await expect(answer(program, "no")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(answer(legal)).rejects.toMatchObject({ details: { faults: [{ path: "words" }] } });
    growth.clock.advance(60_000);
    await answer(legal, "The box is ticked");
    await expect(answer(legal, "again")).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await listMethodReviews(growth, id)).data).toMatchObject([
      {
        personName: "Lea",
        question: "Is the box unticked?",
        state: "refused",
        words: "The box is ticked",
        askedAt: "2026-06-01T09:00:00.000Z",
        answeredAt: "2026-06-01T09:01:00.000Z",
      },
    ]);
    expect(await newestAct(id)).toMatchObject({ action: "review-refused", actorName: "Lea" });
  });

  it("make a launch against a refusal say why", async () => {
    const { id } = await createActivationMethod(growth, flyer);
    const review = await askMethodReview(growth, id, { personId: "lea" });
    await answerMethodReview(legal, id, review.id, { answer: "refused", words: "Not yet" });
    await expect(moveActivationMethod(growth, id, "launch")).rejects.toMatchObject({
      code: "CONFLICT",
      details: { faults: [{ path: "reason" }] },
    });
    expect(await getActivationMethod(growth, id)).toMatchObject({ state: "draft" });
    await moveActivationMethod(growth, id, "launch", { reason: "Lea agreed by phone" });
    expect(await newestAct(id)).toMatchObject({ detail: { reason: "Lea agreed by phone" } });
  });

  it("cannot be passed by with an edit of the launch time", async () => {
    const { id } = await createActivationMethod(growth, flyer);
    const review = await askMethodReview(growth, id, { personId: "lea" });
    await answerMethodReview(legal, id, review.id, { answer: "refused", words: "Not yet" });
    for (const launchedAt of ["2026-05-01T00:00:00Z", "2026-07-01T00:00:00Z"]) {
      await expect(updateActivationMethod(growth, id, { launchedAt })).rejects.toMatchObject({
        code: "CONFLICT",
      });
    }
    expect(await getActivationMethod(growth, id)).toMatchObject({ state: "draft", launchedAt: null });
    // A plan launches nothing, and to take a launch back needs nobody's leave.
    await updateActivationMethod(growth, id, { plannedLaunchAt: "2026-07-01T00:00:00Z" });
    await moveActivationMethod(growth, id, "launch", {
      launchedAt: "2026-07-01T00:00:00Z",
      reason: "Lea agreed by phone",
    });
    expect(await updateActivationMethod(growth, id, { launchedAt: null })).toMatchObject({ state: "draft" });
  });

  it("ask nobody who is not here, is disabled or cannot answer", async () => {
    const { id } = await createActivationMethod(growth, flyer);
    await givenPerson(database, { id: "gone", disabledAt: new Date("2026-05-02T00:00:00Z") });
    await givenPerson(database, { id: "boss", role: "executive" });
    await givenPerson(database, { id: "stranger", organizationId: "other" });
    for (const personId of ["none", "gone", "boss", "stranger"]) {
      await expect(askMethodReview(growth, id, { personId })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { faults: [{ path: "personId" }] },
      });
    }
  });

  it("F66 are not seen, asked or answered by another organization", async () => {
    const { id } = await createActivationMethod(growth, flyer);
    const review = await askMethodReview(growth, id, { personId: "lea" });
    const other = testContext(database, { organizationId: "other", ports, actor: { id: "lea" } });
    for (const attempt of [
      () => listMethodReviews(other, id),
      () => askMethodReview(other, id, { personId: "lea" }),
      () => answerMethodReview(other, id, review.id, { answer: "approved" }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
