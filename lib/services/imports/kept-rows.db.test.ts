import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import type { ImportKind } from "../../core/imports/import-fields.ts";
import { importFiles } from "../../runtime/import-files.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { realContacts } from "../../testing/builders/real-contacts.ts";
import { realSealer } from "../../testing/builders/real-sealer.ts";
import { testContext, testPorts, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { rotateContactKey } from "../contacts/rotate-contact-key.ts";
import { prune } from "../maintenance/prune.ts";
import { createImport } from "./create-import.ts";
import { exportImportRejections, listImportRejections } from "./list-rejections.ts";
import { getImport } from "./list-imports.ts";
import { takeSlice } from "./take-slice.ts";

let database: Database;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  await givenOrganization(database);
  const sealer = realSealer(database);
  const ports = testPorts(database, { sealer, contacts: realContacts(database, sealer) });
  ctx = testContext(database, { role: "admin", ports });
});

const dayMs = 86_400_000;
const phone = "+4917604060001";

/** A whole file in one slice. */
async function importText(kind: ImportKind, text: string) {
  const bytes = Buffer.from(text);
  const body = { fileName: "f.csv", fileSize: bytes.byteLength, fileMark: text, dryRun: false };
  const head = bytes.toString("base64");
  const { id } = await createImport(ctx, importFiles, { ...body, kind, head });
  return { id, ...(await takeSlice(ctx, importFiles, id, { offset: 0, last: true, bytes })) };
}

describe("F28 rows without ids", () => {
  const exposures = (contact: string) => `contact,phoneNumberId,sentAt,template,campaign,status
${contact},700101,2026-05-04T10:00:00Z,promo,spring,sent
${contact},700101,2026-05-04T12:00:00+02:00,promo,spring,sent
${contact},700101,2026-05-04T10:00:01Z,promo,spring,sent
${contact},700101,2026-05-04T10:00:00Z,promo,summer,sent`;
  const signals = (contact: string) => `contact,phoneNumberId,occurredAt,kind
${contact},700101,2026-05-05T10:00:00Z,block
${contact},700101,2026-05-05T10:00:00Z,block
${contact},700101,2026-05-05T10:00:00Z,report`;

  it.each([
    ["exposures", exposures, 3],
    ["signals", signals, 2],
  ] as const)("%s: equal rows are one, and a file that comes again adds none", async (kind, file, facts) => {
    expect(await importText(kind, file(phone))).toMatchObject({ acceptedCount: facts, duplicateCount: 1 });
    const again = { acceptedCount: 0, changedCount: 0, duplicateCount: facts + 1 };
    expect(await importText(kind, file(phone))).toMatchObject(again);
    // The sender hashes on its side from now on, and later the key is replaced: the same people all the same.
    const hasher = await ctx.contacts.open(ctx.organizationId);
    expect(await importText(kind, file(hasher.stableHash("tel:+4917604060001")))).toMatchObject(again);
    await rotateContactKey(ctx);
    expect(await importText(kind, file(phone))).toMatchObject({ acceptedCount: 0 });
  });

  it("a later row that tells more of a message changes it, and adds none", async () => {
    const line = `${phone},700101,2026-05-04T10:00:00Z`;
    const file = (...states: string[]) =>
      ["contact,phoneNumberId,sentAt,status,deliveredAt", ...states.map((state) => `${line},${state}`)].join(
        "\n",
      );
    await importText("exposures", file("sent,"));
    const told = await importText("exposures", file("delivered,2026-05-04T10:00:05Z"));
    expect(told).toMatchObject({ acceptedCount: 0, changedCount: 1 });
    expect(await database.client.exposure.count()).toBe(1);
  });
});

it("rejected rows go with the raw bodies' days; their count stays, and nobody is told that there were none", async () => {
  const file = (name: string) =>
    `phone,source,opted_in_at\n${phone},${name},2026-05-04T10:00:00Z\n12,shop,2026-05-04T10:00:00Z`;
  const old = await importText("opt-ins", file("old"));
  ctx.clock.advance(20 * dayMs);
  const young = await importText("opt-ins", file("young"));
  ctx.clock.advance(11 * dayMs);
  await prune(ctx);
  const page = { limit: 5, format: "json" } as const;
  expect((await listImportRejections(ctx, young.id, page)).data).toHaveLength(1);
  expect(await getImport(ctx, old.id)).toMatchObject({ rejectedCount: 1, acceptedCount: 1 });
  for (const ask of [
    () => listImportRejections(ctx, old.id, page),
    () => exportImportRejections(ctx, old.id),
  ]) {
    await expect(ask()).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining("after 30 days") as string,
    });
  }
});
