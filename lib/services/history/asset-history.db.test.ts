import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { assetHistoryList, templateList, wabaStateList } from "../../contracts/history.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { testContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { encodeCursor } from "../page-cursor.ts";
import { getAssetHistory } from "./get-asset-history.ts";
import { listTemplates } from "./list-templates.ts";
import { listWabas } from "./list-wabas.ts";

const organizationId = "default";
const at = (hours: number) => new Date(Date.UTC(2026, 4, 1, hours));

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  const { client } = database;
  const seen = { organizationId, firstSeenAt: at(0) };
  await client.waba.createMany({
    data: ["w1", "w2"].map((id) => ({
      ...seen,
      id,
      connectionId: "c1",
      state: "visible",
      droppedFields: [],
    })),
  });
  await client.messageTemplate.createMany({
    data: ["t1", "t2", "t3"].map((id, index) => ({
      ...{
        ...seen,
        id,
        wabaId: index < 2 ? "w1" : "w2",
        name: "promo",
        language: "en_US",
        observedAt: at(9),
      },
      ...{ status: index === 0 ? "PAUSED" : "APPROVED", quickReplies: [] },
    })),
  });
});

async function givenChange(id: string, hours: number, more: object = {}): Promise<void> {
  await database.client.assetChange.create({
    data: {
      ...{ organizationId, subjectKind: "waba", subjectId: "w1", id, field: "account_review_status" },
      ...{
        fromValue: "PENDING",
        toValue: "APPROVED",
        occurredAt: at(hours),
        recordedAt: at(hours + 1),
        source: "poll",
      },
      ...more,
    },
  });
}
const context = (of = organizationId) => testContext(database, { role: "executive", organizationId: of });
const history = async (query: object = {}) =>
  assetHistoryList.parse(await getAssetHistory(context(), "waba", "w1", { limit: 50, ...query }));
const ids = async (query: object = {}) => (await history(query)).data.map(({ id }) => id);

describe("the timeline of a WABA, portfolio or template", () => {
  it("tells every change with its source, when it happened and when it became known", async () => {
    await givenChange("a", 1, { source: "webhook", notBefore: at(0), reference: "delivery-1" });
    expect((await history()).data).toEqual([
      {
        id: "a",
        field: "account_review_status",
        from: "PENDING",
        to: "APPROVED",
        occurredAt: at(1).toISOString(),
        notBefore: at(0).toISOString(),
        recordedAt: at(2).toISOString(),
        source: "webhook",
        reference: "delivery-1",
      },
    ]);
  });

  it("is newest first, narrowed by time and field, and leaves out rows of a file that say nothing new", async () => {
    await givenChange("a", 1);
    await givenChange("b", 2, { field: "status" });
    await givenChange("c", 3);
    await givenChange("same", 4, { source: "import", fromValue: "APPROVED" });
    await givenChange("first", 0, { source: "import", fromValue: null });
    await givenChange("other", 2, { subjectId: "w2" });
    await givenChange("portfolio", 2, { subjectKind: "portfolio" });
    expect(await ids()).toEqual(["c", "b", "a", "first"]);
    expect(await ids({ field: "status" })).toEqual(["b"]);
    expect(await ids({ from: at(1).toISOString(), to: at(3).toISOString() })).toEqual(["b", "a"]);
    await expect(history({ from: at(3).toISOString(), to: at(3).toISOString() })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  it("pages, each change once, those of one instant too", async () => {
    for (const id of ["a", "b", "c", "d", "e"]) await givenChange(id, id === "e" ? 2 : 1);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await history({ limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(["e", "d", "c", "b", "a"]);
    await expect(history({ cursor: encodeCursor(["soon", "a"]) })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  it("F66 is not found by another organization, nor when there is no such thing", async () => {
    await givenChange("a", 1);
    for (const kind of ["waba", "portfolio", "template"] as const) {
      await expect(getAssetHistory(context("other"), kind, "w1", { limit: 50 })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
    expect((await listWabas(context("other"), { limit: 50 })).data).toEqual([]);
    expect((await listTemplates(context("other"), { limit: 50 })).data).toEqual([]);
  });
});

describe("the lists", () => {
  const templates = async (query: object) =>
    templateList.parse(await listTemplates(context(), { limit: 50, ...query }));

  it("templates by WABA and by Meta's word for their status, page by page", async () => {
    expect((await templates({ wabaId: "w1" })).data.map(({ id }) => id)).toEqual(["t1", "t2"]);
    expect((await templates({ status: "PAUSED" })).data.map(({ id }) => id)).toEqual(["t1"]);
    const first = await templates({ limit: 2 });
    expect(first.data).toHaveLength(2);
    expect(await templates({ limit: 2, cursor: first.nextCursor ?? "" })).toMatchObject({
      data: [{ id: "t3", qualityScore: null }],
      nextCursor: null,
    });
  });

  it("WABAs with what is not known as null", async () => {
    const page = wabaStateList.parse(await listWabas(context(), { limit: 1 }));
    expect(page.data).toMatchObject([
      { id: "w1", state: "visible", accountReviewStatus: null, detailsAt: null },
    ]);
    expect((await listWabas(context(), { limit: 1, cursor: page.nextCursor ?? "" })).data).toMatchObject([
      { id: "w2" },
    ]);
  });
});
