import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isZip, unzipPack } from "../../adapters/packs/unzip-pack.ts";
import {
  evidenceListShape,
  evidencePackShape,
  type EvidenceDto,
  type EvidencePackDto,
} from "../../contracts/evidence.ts";
import { verifyChain } from "../../core/evidence/chain.ts";
import { breakSentence, checkPack } from "../../core/evidence/pack-faults.ts";
import type { ApiClient } from "../api-client.ts";
import { CliFailure, type Terminal } from "../terminal.ts";

interface VerifyOptions {
  readonly json: boolean;
}

/** Checks a pack by itself; no server is asked. @throws CliFailure that names what does not hold, the first break first. */
export async function verifyPack(terminal: Terminal, file: string, options: VerifyOptions): Promise<void> {
  const { pack, faults: outside } = await readPack(file);
  const checked = checkPack(pack, sha256, (base64) => sha256(Buffer.from(base64, "base64")));
  const verdict = { ...checked, faults: [...checked.faults, ...outside] };
  if (options.json)
    terminal.out(JSON.stringify({ ok: verdict.faults.length === 0, head: pack.head, ...verdict }));
  if (verdict.faults.length > 0) throw new CliFailure(verdict.faults);
  if (options.json) return;
  const { entries, contents, files, absentFiles } = verdict;
  terminal.out(
    `The pack holds: ${entries} entries in the chain, ${contents} of them with their content, ${files} files.`,
  );
  if (absentFiles > 0) terminal.out(`${absentFiles} files are not in the pack and were not checked.`);
  terminal.out(`Newest hash: ${pack.head}`);
}

/** Checks the whole chain of an installation, content by content. @throws CliFailure that names the first broken entry. */
export async function verifyLive(api: ApiClient, terminal: Terminal, options: VerifyOptions): Promise<void> {
  const entries: EvidenceDto[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const query = new URLSearchParams({
      order: "oldest",
      limit: "200",
      ...(cursor === "" ? {} : { cursor }),
    });
    const page: { data: EvidenceDto[]; nextCursor: string | null } = await api.get(
      `/api/v1/evidence?${query.toString()}`,
      evidenceListShape,
    );
    entries.push(...page.data);
    cursor = page.nextCursor;
  }
  const verdict = verifyChain(entries, sha256);
  if (options.json) terminal.out(JSON.stringify(verdict));
  if (!verdict.ok) throw new CliFailure([breakSentence(verdict)]);
  if (options.json) return;
  terminal.out(`The chain holds: ${verdict.entries} entries.`);
  terminal.out(`Newest hash: ${verdict.head}`);
}

/** A pack as JSON or ZIP, with what is wrong around it. */
async function readPack(
  file: string,
): Promise<{ readonly pack: EvidencePackDto; readonly faults: readonly string[] }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch {
    throw new CliFailure([`file: ${file} cannot be read`], 2);
  }
  if (isZip(bytes)) {
    const unzipped = unzipPack(bytes);
    if (!unzipped.ok) throw new CliFailure([`file: ${file} ${unzipped.reason}`], 2);
    return unzipped;
  }
  const pack = evidencePackShape.safeParse(parse(bytes, file));
  if (!pack.success) {
    throw new CliFailure([`file: ${file} is no evidence pack, or one of another version`], 2);
  }
  return { pack: pack.data, faults: [] };
}

function parse(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    throw new CliFailure([`file: ${file} is not JSON; take the pack with format=zip or format=json`], 2);
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
