import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { canonicalJson, type SealedValue } from "../../core/evidence/canonical-json.ts";
import { verifyChain } from "../../core/evidence/chain.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { listEvidenceRows } from "./evidence-entries.ts";

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
const migrations = readdirSync(path.join("prisma", "migrations")).sort();

it("seals what was noted before there was a chain, in the bytes that this version makes", async () => {
  const sealing = migrations.find((name) => name.endsWith("_launch_plan_and_evidence")) ?? "";
  const database = await createTestDatabase({ empty: true });
  await database.migrate(migrations[migrations.indexOf(sealing) - 1]);
  const text = `Ja, "WhatsApp" \\ schräg/Zeile\nzwei\tTab \u0001 ünï 🌱 \u2028 ～`;
  await database.executeSql(`
    insert into activation_method (organization_id, id, name, kind, state, created_at, created_by)
      values ('old', 'm1', 'Flyer', 'qr-code', 'held', '2026-01-05T08:00:00Z', 'u1');
    insert into opt_in_source (organization_id, id, key, name, activation_method_id, created_at, created_by)
      values ('old', 's1', 'flyer', 'Flyer', 'm1', '2026-01-05T08:00:00Z', 'u1');
    insert into registry_change (organization_id, id, subject_kind, subject_id, action, detail, occurred_at, recorded_at, actor_name)
      values ('old', 'c1', 'activation-method', 'm1', 'created', '{"tags":["b","a"],"owner":null,"z":{"🌱":1,"～":true}}', '2026-01-05T08:00:00Z', '2026-01-05T08:00:00Z', 'Ada'),
        ('old', 'c2', 'activation-method', 'm1', 'changed', '{"owner":{"from":null,"to":"Ada"}}', '2026-01-06T08:00:00Z', '2026-01-06T08:00:00Z', 'Ada'),
        ('old', 'c3', 'activation-method', 'm1', 'held', '{}', '2026-01-08T08:00:00.120Z', '2026-01-08T08:00:00.120Z', 'Ada'),
        ('old', 'c4', 'opt-in-source', 's1', 'wording', '{"version":1,"language":"de"}', '2026-01-01T00:00:00Z', '2026-01-07T08:00:00Z', 'Bo'),
        ('new', 'c5', 'activation-method', 'm9', 'created', '{}', '2026-01-09T08:00:00Z', '2026-01-09T08:00:00Z', 'Cy');
    insert into source_wording (organization_id, id, source_id, version, language, text, effective_at, created_at, created_by)
      values ('old', 'w1', 's1', 1, 'de', convert_from('\\x${Buffer.from(text).toString("hex")}', 'UTF8'), '2026-01-01T00:00:00Z', '2026-01-07T08:00:00Z', 'u2')`);
  await database.migrate();
  const page = { order: "oldest", after: null, take: 100 } as const;
  const rows = await listEvidenceRows(database.client, "old", page);
  expect(verifyChain(rows, sha256)).toMatchObject({ ok: true, entries: 3 });
  expect(verifyChain(await listEvidenceRows(database.client, "new", page), sha256)).toMatchObject({
    entries: 1,
  });
  for (const { content } of rows) expect(content).toBe(canonicalJson(JSON.parse(content) as SealedValue));
  expect(rows.map(({ content }) => JSON.parse(content) as unknown)).toMatchObject([
    { id: "c1", kind: "move", activationMethodId: "m1", actorName: "Ada", body: { action: "created" } },
    {
      id: "w1",
      kind: "wording",
      sourceId: "s1",
      activationMethodId: "m1",
      actorName: "Bo",
      occurredAt: "2026-01-01T00:00:00.000Z",
      recordedAt: "2026-01-07T08:00:00.000Z",
      body: { version: 1, language: "de", text, url: null },
    },
    { id: "c3", recordedAt: "2026-01-08T08:00:00.120Z", body: { action: "held", detail: {} } },
  ]);
});
