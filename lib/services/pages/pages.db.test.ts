import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { listEvidenceRows } from "../../adapters/db/evidence-entries.ts";
import { pageVersionListShape, watchedPageListShape, watchedPageShape } from "../../contracts/pages.ts";
import { verifyChain } from "../../core/evidence/chain.ts";
import type { PageLook } from "../../core/pages/page-look.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { testContext, testPorts, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { listMarks } from "../events/list-marks.ts";
import { getEvidenceFile } from "../evidence/get-evidence-file.ts";
import { getEvidencePack } from "../evidence/get-evidence-pack.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { getPage } from "./get-page.ts";
import { listPageVersions } from "./list-page-versions.ts";
import { listPages } from "./list-pages.ts";
import { lookAtDuePages } from "./look-at-due-pages.ts";
import { lookAtPage } from "./look-at-page.ts";
import { storeLook } from "./store-look.ts";
import { updatePage } from "./update-page.ts";
import { watchPage } from "./watch-page.ts";

// The fake clock stands at 2026-06-01T09:00Z; what is due goes by the database's time.
let database: Database;
let ctx: TestContext;
let page: PageLook;
let asked: string[];
let methodId: string;
let sourceId: string;
const url = "https://shop.example/optin";
const says = (text: string): PageLook => ({ kind: "text", address: `${url}/`, text });
const fails: PageLook = { kind: "failed", failure: "status", detail: "HTTP 404" };

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  asked = [];
  page = says("Get offers on WhatsApp");
  const ports = testPorts(database, {
    checkPageUrl: (one) => (one.includes("inside") ? "inside is a private address." : null),
    readPage: (one) => {
      asked.push(one);
      return Promise.resolve(page);
    },
  });
  ctx = testContext(database, { role: "growth", ports });
  methodId = (await createActivationMethod(ctx, { name: "Flyer", kind: "qr-code" })).id;
  sourceId = (await createOptInSource(ctx, { key: "flyer", name: "Flyer", activationMethodId: methodId })).id;
});

const watch = (body: object = {}) => watchPage(ctx, { url, sourceId, everyHours: 24, ...body });
const hour = 3_600_000;
async function lookAgain(id: string) {
  ctx.clock.advance(hour);
  return lookAtPage(ctx, id);
}
async function dueInHours(id: string): Promise<number | null> {
  const { rows } = await database.executeSql(
    `select round(extract(epoch from next_look_at - now()) / 3600) as hours from watched_page where id = '${id}'`,
  );
  const hours = (rows[0] as { hours: unknown } | undefined)?.hours ?? null;
  return hours === null ? null : Number(hours);
}
const versions = async (id: string) => (await listPageVersions(ctx, id, { limit: 5 })).data;

describe("watching a page", () => {
  it("seals its address, looks at it soon, and seals what it says", async () => {
    const watched = watchedPageShape.parse(await watch({ url: `${url}#form` }));
    expect(watched).toMatchObject({
      url,
      state: "waiting",
      watching: true,
      lookedAt: null,
      version: 0,
      sourceId,
    });
    expect(watched.activationMethodId).toBe(methodId);
    expect(await lookAtDuePages(ctx)).toBe(1);
    expect(asked).toEqual([url]);
    expect(await getPage(ctx, watched.id)).toMatchObject({
      state: "read",
      version: 1,
      readAt: "2026-06-01T09:00:00.000Z",
      changedAt: null,
    });
    expect(await dueInHours(watched.id)).toBe(24);
    expect(await lookAtDuePages(ctx)).toBe(0);
    const rows = await listEvidenceRows(ctx.db, "default", { order: "oldest", after: null, take: 10 });
    expect(rows.map(({ kind }) => kind)).toEqual(["move", "page-link", "page-version"]);
    expect(verifyChain(rows, ctx.sha256)).toMatchObject({ ok: true });
    expect(JSON.parse(rows[2]?.content ?? "")).toMatchObject({
      actorName: "Staygreen",
      fileHash: ctx.sha256("Get offers on WhatsApp"),
      body: { url, address: `${url}/`, version: 1 },
    });
  });

  it("makes a version of another text only, with the words that came and went and when", async () => {
    const { id } = await watch();
    await lookAtPage(ctx, id);
    await lookAgain(id);
    expect(await versions(id)).toHaveLength(1);
    page = says("Get news and offers");
    expect(await lookAgain(id)).toMatchObject({ version: 2, changedAt: "2026-06-01T11:00:00.000Z" });
    const [second, first] = pageVersionListShape.parse(await listPageVersions(ctx, id, { limit: 5 })).data;
    expect(first).toMatchObject({ version: 1, changes: null, unchangedUntil: null });
    expect(second).toMatchObject({
      ...{ version: 2, addedWords: 2, removedWords: 2 },
      ...{ seenAt: "2026-06-01T11:00:00.000Z", unchangedUntil: "2026-06-01T10:00:00.000Z" },
      changes: [
        { kind: "same", text: "Get" },
        { kind: "added", text: "news and" },
        { kind: "same", text: "offers" },
        { kind: "removed", text: "on WhatsApp" },
      ],
    });
    const file = await getEvidenceFile(ctx, second?.evidenceId ?? "");
    expect(Buffer.from(file.content).toString()).toBe("Get news and offers");
    const pack = await getEvidencePack(ctx, methodId);
    expect(pack.files.map(({ mediaType }) => mediaType)).toEqual(["text/plain", "text/plain"]);
    // What it said once and says again is another version, and the same file.
    page = says("Get offers on WhatsApp");
    expect(await lookAgain(id)).toMatchObject({ version: 3 });
    expect(await database.client.evidenceFile.count()).toBe(2);
  });

  it("says since when it fails, never that nothing changed, and is tried again soon the first time", async () => {
    const { id } = await watch();
    await lookAtPage(ctx, id);
    page = fails;
    expect(await lookAgain(id)).toMatchObject({
      ...{ state: "status", detail: "HTTP 404", version: 1, readAt: "2026-06-01T09:00:00.000Z" },
      ...{ lookedAt: "2026-06-01T10:00:00.000Z", failingSince: "2026-06-01T10:00:00.000Z" },
    });
    expect(await dueInHours(id)).toBe(1);
    page = { kind: "failed", failure: "timeout", detail: "not there within 10 s" };
    expect(await lookAgain(id)).toMatchObject({ state: "timeout", failingSince: "2026-06-01T10:00:00.000Z" });
    expect(await dueInHours(id)).toBe(24);
    page = says("Get offers on WhatsApp");
    expect(await lookAgain(id)).toMatchObject({ state: "read", failingSince: null, version: 1 });
  });

  it("takes no older look for a newer one, and one change that two looks found for one", async () => {
    const { id } = await watch();
    await lookAtPage(ctx, id);
    const began = ctx.clock.now();
    ctx.clock.advance(hour);
    page = says("new");
    const twice = [1, 2].map(() => storeLook(ctx, id, page, ctx.clock.now()));
    await Promise.all(twice);
    // Began before the change was noted and ended after it.
    expect(await storeLook(ctx, id, says("old"), began)).toMatchObject({ version: 2, state: "read" });
    expect(await versions(id)).toHaveLength(2);
  });

  it("looks at a page that a process which died had taken, once its claim is over", async () => {
    const { id } = await watch();
    await database.executeSql("update watched_page set next_look_at = now() + interval '10 minutes'");
    expect(await lookAtDuePages(ctx)).toBe(0);
    await database.executeSql("update watched_page set next_look_at = now() - interval '1 second'");
    expect(await lookAtDuePages(ctx)).toBe(1);
    expect(await getPage(ctx, id)).toMatchObject({ state: "read" });
  });

  it("is asked for once a minute at most", async () => {
    const { id } = await watch();
    await lookAtPage(ctx, id);
    ctx.clock.advance(59_000);
    await expect(lookAtPage(ctx, id)).rejects.toMatchObject({
      code: "RATE_LIMITED",
      details: { retryAfterSeconds: 1 },
    });
    ctx.clock.advance(1_000);
    await lookAtPage(ctx, id);
    expect(asked).toHaveLength(2);
  });

  it("ends and begins again, with its versions", async () => {
    const { id } = await watch();
    await lookAtDuePages(ctx);
    expect(await updatePage(ctx, id, { watching: false })).toMatchObject({ watching: false, version: 1 });
    // A look that a person asks for does not begin the watch anew.
    expect(await lookAgain(id)).toMatchObject({ watching: false });
    expect(await updatePage(ctx, id, { everyHours: 6 })).toMatchObject({ watching: false, everyHours: 6 });
    expect(await updatePage(ctx, id, { watching: true })).toMatchObject({ watching: true });
    expect(await lookAtDuePages(ctx)).toBe(1);
    expect(await dueInHours(id)).toBe(6);
    const again = await watch({ everyHours: 12 });
    expect(again).toMatchObject({ id, everyHours: 12, version: 1 });
    expect((await listPages(ctx, { limit: 50 })).data).toHaveLength(1);
  });

  it("is listed by method with its sources and by source, page by page", async () => {
    const first = await watch();
    const second = await watch({ sourceId: undefined, activationMethodId: methodId, url: `${url}2` });
    const list = async (query: object) =>
      (await listPages(ctx, { limit: 50, ...query })).data.map(({ id }) => id);
    expect(await list({ activationMethodId: methodId })).toEqual([first.id, second.id]);
    expect(await list({ sourceId })).toEqual([first.id]);
    const one = watchedPageListShape.parse(await listPages(ctx, { limit: 1 }));
    expect(await list({ cursor: one.nextCursor })).toEqual([second.id]);
    await expect(list({ activationMethodId: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is refused for an address that may not be fetched, and for what is not here", async () => {
    await expect(watch({ url: "https://inside.example/" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { faults: [{ path: "url", message: "inside is a private address." }] },
    });
    await expect(watch({ sourceId: "none" })).rejects.toMatchObject({ code: "VALIDATION" });
    for (const attempt of [
      () => getPage(ctx, "none"),
      () => lookAtPage(ctx, "none"),
      () => updatePage(ctx, "none", {}),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("F66 is not shown to, looked at or changed by another organization", async () => {
    const { id } = await watch();
    const other = testContext(database, { organizationId: "other", ports: ctx });
    expect((await listPages(other, { limit: 50 })).data).toEqual([]);
    for (const attempt of [
      () => getPage(other, id),
      () => lookAtPage(other, id),
      () => updatePage(other, id, { watching: false }),
      () => listPageVersions(other, id, { limit: 5 }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("may be read by everybody and done by those who write the registry", async () => {
    const { id } = await watch();
    const reader = testContext(database, { role: "executive", ports: ctx });
    expect(await getPage(reader, id)).toMatchObject({ id });
    for (const attempt of [
      () => lookAtPage(reader, id),
      () => updatePage(reader, id, {}),
      () => watchPage(reader, { url, sourceId, everyHours: 24 }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("marks its changes on charts, of its source where one is named", async () => {
    const { id } = await watch();
    await lookAtPage(ctx, id);
    page = says("Get SMS");
    await lookAgain(id);
    ctx.clock.advance(2 * hour);
    const marks = async (query: object) =>
      (await listMarks(ctx, query)).data.filter(({ kind }) => kind === "page");
    expect(await marks({})).toEqual([
      {
        ...{ id: `${id}-2`, kind: "page", occurredAt: "2026-06-01T10:00:00.000Z" },
        label: "shop.example/optin changed: 1 word came, 3 went",
        href: `/sources/${sourceId}`,
      },
    ]);
    expect(await marks({ source: "flyer" })).toHaveLength(1);
    await createOptInSource(ctx, { key: "other", name: "Other", activationMethodId: methodId });
    expect(await marks({ source: "other" })).toEqual([]);
  });
});
