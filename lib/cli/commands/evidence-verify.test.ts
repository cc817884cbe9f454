import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { zipPack } from "../../adapters/packs/zip-pack.ts";
import { evidencePackShape } from "../../contracts/evidence.ts";
import { canonicalJson } from "../../core/evidence/canonical-json.ts";
import { nextLink, type ChainLink } from "../../core/evidence/chain.ts";
import { apiDouble } from "../../testing/process/api-double.ts";
import { staygreen as runStaygreen } from "../../testing/process/run-staygreen.ts";

const double = apiDouble();
const staygreen = (args: string[]) => runStaygreen(args, { url: double.url });
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "staygreen-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function chain(count: number): (ChainLink & { id: string; content: string })[] {
  const links: (ChainLink & { id: string; content: string })[] = [];
  for (let at = 1; at <= count; at++) {
    const content = canonicalJson({ id: `e${at}`, body: { version: at }, fileHash: null });
    links.push({ ...nextLink(links.at(-1) ?? null, content, sha256), id: `e${at}`, content });
  }
  return links;
}

function packFile(links: ReturnType<typeof chain>): string {
  const file = path.join(folder, "pack.json");
  const pack = {
    ...{ format: "staygreen-evidence-pack", version: 1, organization: "Shop", madeBy: "Ada" },
    madeAt: "2026-06-01T09:00:00.000Z",
    method: { id: "m", name: "Flyer", kind: "qr-code", state: "launched", owner: null, launchedAt: null },
    ...{ sources: [], files: [], head: links.at(-1)?.entryHash, chain: links },
  };
  writeFileSync(file, JSON.stringify(pack));
  return file;
}

describe("evidence verify", () => {
  it("checks a pack without asking a server", async () => {
    const links = chain(3);
    const { code, out } = await staygreen(["evidence", "verify", packFile(links)]);
    expect([code, out]).toEqual([
      0,
      [
        "The pack holds: 3 entries in the chain, 3 of them with their content, 0 files.",
        `Newest hash: ${links[2]?.entryHash ?? ""}`,
      ],
    ]);
    expect(double.asked).toEqual([]);
  });

  it("names the first entry that was altered, and fails", async () => {
    const links = chain(4).map((link) =>
      link.sequence === 2 || link.sequence === 3 ? { ...link, content: "{}" } : link,
    );
    const { code, err } = await staygreen(["evidence", "verify", packFile(links)]);
    expect([code, err]).toEqual([1, "Entry 2 (e2): its content is not what was sealed.\n"]);
    const { code: jsonCode, out } = await staygreen(["--json", "evidence", "verify", packFile(links)]);
    expect(jsonCode).toBe(1);
    expect(JSON.parse(out[0] ?? "")).toMatchObject({ ok: false });
  });

  it("checks a pack as ZIP, and names what was altered in it or beside it", async () => {
    const file = path.join(folder, "pack.zip");
    const pack = evidencePackShape.parse(JSON.parse(readFileSync(packFile(chain(3)), "utf8")));
    const archive = zipPack(pack);
    writeFileSync(file, archive);
    expect((await staygreen(["evidence", "verify", file])).out[0]).toMatch(/^The pack holds: 3 entries/);
    const forged = unzipSync(archive);
    forged["pack.json"] = strToU8(
      strFromU8(forged["pack.json"] ?? archive).replace('\\"version\\":2', '\\"version\\":9'),
    );
    writeFileSync(file, zipSync(forged));
    expect(await staygreen(["evidence", "verify", file])).toMatchObject({
      code: 1,
      err: expect.stringContaining("Entry 2 (e2): its content is not what was sealed.") as string,
    });
    writeFileSync(file, archive.subarray(0, 400));
    expect(await staygreen(["evidence", "verify", file])).toMatchObject({
      code: 2,
      err: `file: ${file} is damaged: it cannot be unpacked\n`,
    });
  });

  it.each([
    ["no such file", null, "cannot be read"],
    ["no JSON", "<html>", "is not JSON; take the pack with format=zip or format=json"],
    ["another thing", "{}", "is no evidence pack, or one of another version"],
  ])("says what is wrong with %s", async (_name, content, words) => {
    const file = path.join(folder, "other.json");
    if (content !== null) writeFileSync(file, content);
    const { code, err } = await staygreen(["evidence", "verify", file]);
    expect([code, err]).toEqual([2, `file: ${file} ${words}\n`]);
  });

  it("checks the whole chain of an installation, page by page", async () => {
    const entries = chain(3).map((link) => ({
      ...link,
      ...{ kind: "move", activationMethodId: "m", sourceId: null, actorName: "Ada", body: {}, file: null },
      occurredAt: "2026-06-01T09:00:00.000Z",
      recordedAt: "2026-06-01T09:00:00.000Z",
    }));
    const route = "GET /api/v1/evidence?order=oldest&limit=200";
    double.plan(route, { data: entries.slice(0, 2), nextCursor: "c" });
    double.plan(`${route}&cursor=c`, { data: entries.slice(2), nextCursor: null });
    const { code, out } = await staygreen(["evidence", "verify"]);
    expect([code, out[0]]).toEqual([0, "The chain holds: 3 entries."]);
    double.plan(`${route}&cursor=c`, {
      data: entries.slice(2).map((entry) => ({ ...entry, content: "{}" })),
      nextCursor: null,
    });
    expect(await staygreen(["evidence", "verify"])).toMatchObject({
      code: 1,
      err: "Entry 3 (e3): its content is not what was sealed.\n",
    });
  });
});
