import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { evidenceListShape, evidencePackShape, evidenceShape } from "../../contracts/evidence.ts";
import { checkPack } from "../../core/evidence/pack-faults.ts";
import { packPage } from "../../core/evidence/pack-page.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import {
  testContext,
  testPorts,
  type TestContext,
  type TestPorts,
} from "../../testing/builders/service-context.ts";
import { collectorRows } from "../../testing/builders/collector-rows.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { addSourceWording } from "../registry/add-wording.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { addPageLink } from "./add-page-link.ts";
import { getEvidenceFile } from "./get-evidence-file.ts";
import { getEvidencePack } from "./get-evidence-pack.ts";
import { listEvidence } from "./list-evidence.ts";
import { uploadEvidence } from "./upload-evidence.ts";

// The fake clock stands at 2026-06-01T09:00Z.
let database: Database;
let ports: TestPorts;
let ctx: TestContext;
let methodId: string;
let sourceId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  ctx = testContext(database, { role: "growth", ports });
  await givenOrganization(database, "default", "Nordlicht");
  methodId = (await createActivationMethod(ctx, { name: "Flyer <b>", kind: "qr-code" })).id;
  sourceId = (await createOptInSource(ctx, { key: "flyer", name: "Flyer", activationMethodId: methodId })).id;
});

/** 321 by 123 pixels (core/evidence/inspect-file.test.ts). */
const webp = Buffer.from("UklGRigAAABXRUJQVlA4TBsAAAAvQIEeAAcQ", "base64");
const picture = Buffer.concat([webp, Buffer.alloc(12)]);
const list = (query: object = {}) => listEvidence(ctx, { limit: 50, order: "newest", ...query });
const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
const check = (pack: Parameters<typeof checkPack>[0]) =>
  checkPack(pack, sha256, (base64) => sha256(Buffer.from(base64, "base64")));

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes.subarray(0, 5));
  yield bytes.subarray(5);
}

describe("evidence", () => {
  it("takes a page's address and a screenshot, by method or source, and gives the file back byte for byte", async () => {
    const link = await addPageLink(ctx, {
      kind: "page-link",
      sourceId,
      url: "https://shop.example/flyer",
      seenAt: "2026-05-20T08:00:00Z",
    });
    expect(evidenceShape.parse(link)).toMatchObject({
      kind: "page-link",
      activationMethodId: methodId,
      sourceId,
      occurredAt: "2026-05-20T08:00:00.000Z",
      recordedAt: "2026-06-01T09:00:00.000Z",
      body: { url: "https://shop.example/flyer", note: null },
      file: null,
    });
    const shot = await uploadEvidence(ctx, { activationMethodId: methodId, note: "Front" }, pieces(picture));
    expect(evidenceShape.parse(shot)).toMatchObject({
      kind: "screenshot",
      file: { mediaType: "image/webp", width: 321, height: 123, sha256: sha256(picture) },
    });
    const file = await getEvidenceFile(ctx, shot.id);
    expect(file.mediaType).toBe("image/webp");
    expect(Buffer.from(file.content)).toEqual(picture);
    await expect(getEvidenceFile(ctx, link.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const all = evidenceListShape.parse(await list({ activationMethodId: methodId }));
    expect(all.data.map(({ kind }) => kind)).toEqual(["screenshot", "page-link", "move"]);
    expect((await list({ sourceId })).data).toHaveLength(1);
    expect((await list({ kind: "screenshot" })).data).toHaveLength(1);
    const actions = (await database.client.auditEntry.findMany({ where: { action: "evidence.add" } })).length;
    expect(actions).toBe(2);
  });

  it("keeps the same bytes once, and an entry for each time they were handed in", async () => {
    await uploadEvidence(ctx, { sourceId }, pieces(picture));
    await uploadEvidence(ctx, { sourceId }, pieces(picture));
    expect(await database.client.evidenceFile.count()).toBe(1);
    expect((await list({ kind: "screenshot" })).data).toHaveLength(2);
  });

  it("refuses what is no picture or document, whatever it is called, and stores nothing of it", async () => {
    const before = await database.client.evidenceEntry.count();
    for (const [bytes, message] of [
      [Buffer.from("<html><script>alert(1)</script>"), "is neither a PNG, JPEG or WebP image nor a PDF"],
      [Buffer.concat([Buffer.from("%PDF-1.7"), Buffer.alloc(5 * 1024 * 1024)]), "is larger than 5 MB"],
    ] as const) {
      await expect(uploadEvidence(ctx, { sourceId, fileName: "a.png" }, pieces(bytes))).rejects.toMatchObject(
        {
          code: "VALIDATION",
          details: { faults: [{ path: "file", message }] },
        },
      );
    }
    expect(await database.client.evidenceEntry.count()).toBe(before);
    expect(await database.client.evidenceFile.count()).toBe(0);
  });

  it("refuses a subject that is not here, of another method or none, and a time that has not come", async () => {
    const other = testContext(database, { organizationId: "other", ports });
    const foreign = await createActivationMethod(other, { name: "M", kind: "sms" });
    const second = await createActivationMethod(ctx, { name: "SMS", kind: "sms" });
    const url = "https://shop.example";
    for (const [given, path] of [
      [{}, "activationMethodId"],
      [{ activationMethodId: foreign.id }, "activationMethodId"],
      [{ sourceId: "none" }, "sourceId"],
      [{ activationMethodId: second.id, sourceId }, "sourceId"],
      [{ sourceId, seenAt: "2026-06-01T09:00:01Z" }, "seenAt"],
      [{ sourceId, seenAt: "0026-06-01T09:00:01Z" }, "seenAt"],
    ] as const) {
      await expect(addPageLink(ctx, { kind: "page-link", url, ...given })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { faults: [{ path }] },
      });
    }
  });

  it("goes page by page in either direction", async () => {
    for (let at = 0; at < 4; at++)
      await addPageLink(ctx, { kind: "page-link", sourceId, url: `https://x.example/${at}` });
    const first = await list({ limit: 2, order: "oldest" });
    expect(first.data.map(({ sequence }) => sequence)).toEqual([1, 2]);
    const second = await list({ limit: 9, order: "oldest", cursor: first.nextCursor });
    expect(second.data.map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
    const newest = await list({ limit: 2 });
    expect(
      (await list({ limit: 9, cursor: newest.nextCursor })).data.map(({ sequence }) => sequence),
    ).toEqual([3, 2, 1]);
  });

  it("F66 is not shown, packed or added to by another organization", async () => {
    const shot = await uploadEvidence(ctx, { sourceId }, pieces(picture));
    const other = testContext(database, { organizationId: "other", ports });
    expect((await listEvidence(other, { limit: 50, order: "newest" })).data).toEqual([]);
    for (const attempt of [
      () => getEvidenceFile(other, shot.id),
      () => getEvidencePack(other, methodId),
      () => listEvidence(other, { limit: 50, order: "newest", activationMethodId: methodId }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("may be read by everybody and added to by those who write the registry", async () => {
    const reader = testContext(database, { role: "executive", ports });
    expect((await listEvidence(reader, { limit: 1, order: "newest" })).data).toHaveLength(1);
    for (const attempt of [
      () => addPageLink(reader, { kind: "page-link", sourceId, url: "https://x.example" }),
      () => uploadEvidence(reader, { sourceId }, pieces(picture)),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

describe("the pack", () => {
  async function givenPack() {
    await addSourceWording(ctx, sourceId, {
      language: "de",
      text: "Schreibt mir <script>alert(1)</script> auf WhatsApp",
      effectiveAt: "2026-05-01T00:00:00Z",
    });
    await createActivationMethod(ctx, { name: "Secret plan", kind: "sms" });
    await uploadEvidence(ctx, { sourceId }, pieces(picture));
    return getEvidencePack(ctx, methodId);
  }

  it("holds all of a method with the whole chain, tells nothing of others, and can be checked alone", async () => {
    const pack = await givenPack();
    // As somebody else reads it from a file.
    const read = evidencePackShape.parse(JSON.parse(JSON.stringify(pack)));
    expect(read).toMatchObject({
      organization: "Nordlicht",
      madeAt: "2026-06-01T09:00:00.000Z",
      madeBy: "Test growth",
      method: { name: "Flyer <b>", state: "draft" },
      sources: [{ key: "flyer" }],
    });
    expect(JSON.stringify(read)).not.toContain("Secret plan");
    expect(check(read)).toEqual({ faults: [], entries: 4, contents: 3, files: 1, absentFiles: 0 });
  });

  it("lists the restrictions that Meta announced and that have not ended, of its own organization", async () => {
    const restriction = {
      type: "RESTRICTED_BIZ_INITIATED_MESSAGING",
      announcedAt: "2026-05-30T09:00:00.000Z",
    };
    const until = "2026-06-04T09:00:00.000Z";
    const restrictions = [
      { ...restriction, until },
      { ...restriction, until: "2026-06-01T08:59:00.000Z" },
    ];
    const rows = collectorRows(database, ports);
    for (const organizationId of ["default", "other"]) {
      await givenOrganization(database, organizationId, "Nordlicht");
      await rows.connection("connection-1", {}, organizationId);
      await rows.waba(
        `waba of ${organizationId}`,
        "connection-1",
        { restrictions, name: null },
        organizationId,
      );
    }
    const pack = await givenPack();
    expect(pack.restrictions).toEqual([{ account: "waba of default", ...restriction, until }]);
    expect(packPage(pack)).toContain("3 days after this pack was made");
  });

  it("names what was altered in it: a content, a file, a hidden entry, its head", async () => {
    const pack = await givenPack();
    const altered = (change: (copy: typeof pack) => void) => {
      const copy = structuredClone(pack);
      change(copy);
      return check(copy).faults;
    };
    const wording = pack.chain[1];
    expect(
      altered((copy) => {
        const entry = copy.chain[1];
        if (entry !== undefined) entry.content = (entry.content ?? "").replace("WhatsApp", "SMS");
      }),
    ).toEqual([`Entry 2 (${wording?.id ?? ""}): its content is not what was sealed.`]);
    expect(altered((copy) => copy.chain.splice(2, 1))[0]).toMatch(/^Entry 4 .*is missing/);
    expect(altered((copy) => copy.chain.pop())).toEqual([
      "The newest entry is not the one that the pack names as its head.",
    ]);
    expect(
      altered((copy) => {
        const file = copy.files[0];
        if (file !== undefined) file.base64 = Buffer.from("other").toString("base64");
      }),
    ).toEqual(["Entry 4: its file is not what was sealed."]);
  });

  it("reads as a page in which nothing runs", async () => {
    const page = packPage(await givenPack());
    expect(page).toContain("Schreibt mir &lt;script&gt;alert(1)&lt;/script&gt; auf WhatsApp");
    expect(page).toContain("Evidence: Flyer &lt;b&gt;");
    expect(page).not.toMatch(/<script|onload=|href=/);
    expect(page).toContain(`src="data:image/webp;base64,${picture.toString("base64")}"`);
  });
});
