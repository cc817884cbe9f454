import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listEvidenceRows } from "../../adapters/db/evidence-entries.ts";
import type { Database } from "../../adapters/db/open-database.ts";
import { verifyChain } from "../../core/evidence/chain.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { testContext, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { addSourceWording } from "../registry/add-wording.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { moveActivationMethod } from "../registry/move-activation-method.ts";
import { updateActivationMethod } from "../registry/update-activation-method.ts";

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

let database: Database;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ctx = testContext(database, { role: "growth" });
});

const chain = (organizationId = "default") =>
  listEvidenceRows(ctx.db, organizationId, { order: "oldest", after: null, take: 1000 });

/** A method with a wording, launched and held: four entries. */
async function givenStory(): Promise<void> {
  const { id } = await createActivationMethod(ctx, { name: "Flyer", kind: "qr-code" });
  const source = await createOptInSource(ctx, { key: "flyer", name: "Flyer", activationMethodId: id });
  await addSourceWording(ctx, source.id, {
    language: "de",
    text: "Ja, schreibt mir auf WhatsApp 🌱\n(„Zitat“)",
    effectiveAt: "2026-05-01T00:00:00Z",
  });
  await updateActivationMethod(ctx, id, { owner: "Ada" });
  await moveActivationMethod(ctx, id, "launch");
  await moveActivationMethod(ctx, id, "hold", { reason: "Blocks" });
}

describe("the chain of evidence", () => {
  it("seals wordings and moves in their order, and nothing else", async () => {
    await givenStory();
    const rows = await chain();
    expect(rows.map(({ kind, sequence }) => `${sequence} ${kind}`)).toEqual([
      "1 move",
      "2 wording",
      "3 move",
      "4 move",
    ]);
    expect(verifyChain(rows, sha256)).toMatchObject({ ok: true, entries: 4 });
    expect(JSON.parse(rows[1]?.content ?? "")).toMatchObject({
      kind: "wording",
      actorName: "Test growth",
      body: { version: 1, language: "de", text: "Ja, schreibt mir auf WhatsApp 🌱\n(„Zitat“)", url: null },
    });
    expect(JSON.parse(rows[3]?.content ?? "")).toMatchObject({
      body: { action: "held", detail: { reason: "Blocks" } },
    });
  });

  it("is one chain each organization, without gaps when many write at once", async () => {
    const other = testContext(database, { organizationId: "other" });
    await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        createActivationMethod(at % 3 === 0 ? other : ctx, { name: `M${at}`, kind: "sms" }),
      ),
    );
    expect(verifyChain(await chain(), sha256)).toMatchObject({ ok: true, entries: 8 });
    expect(verifyChain(await chain("other"), sha256)).toMatchObject({ ok: true, entries: 4 });
  });

  it("cannot be altered, deleted or emptied", async () => {
    await givenStory();
    for (const statement of [
      "update evidence_entry set content = '{}' where sequence = 2",
      "delete from evidence_entry where sequence = 4",
      "truncate evidence_entry",
      "update evidence_file set media_type = 'text/html'",
      "delete from evidence_file",
    ]) {
      await expect(database.executeSql(statement), statement).rejects.toThrow(/append-only/);
    }
    expect(verifyChain(await chain(), sha256)).toMatchObject({ ok: true, entries: 4 });
  });

  it("tells where it was altered by somebody who took the trigger off", async () => {
    await givenStory();
    await database.executeSql(`
      alter table evidence_entry disable trigger user;
      update evidence_entry set content = replace(content, 'WhatsApp', 'SMS') where sequence = 2;
      alter table evidence_entry enable trigger user`);
    expect(verifyChain(await chain(), sha256)).toEqual({
      ok: false,
      sequence: 2,
      id: (await chain())[1]?.id,
      fault: "content-altered",
    });
  });
});
