import { listCollectorWabas } from "../../adapters/db/collector-wabas.ts";
import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import { listEvidenceRows, type StoredEvidenceEntry } from "../../adapters/db/evidence-entries.ts";
import { findEvidenceFile, findEvidenceFileFacts } from "../../adapters/db/evidence-files.ts";
import { findOrganization } from "../../adapters/db/users.ts";
import { listSourcesOfMethod } from "../../adapters/db/registry-entries.ts";
import type { EvidencePackDto } from "../../contracts/evidence.ts";
import { chainStart } from "../../core/evidence/chain.ts";
import { methodState } from "../../core/registry/method-state.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { readRestrictions } from "../collector/read-stored.ts";
import { requireRight } from "../require-right.ts";

const rowsAtOnce = 1000;
const mostFilesBytes = 40 * 1024 * 1024;

/**
 * All evidence of a method, dated, with the whole chain: entries about other things stand in it with their hashes only, so
 * that nothing of them is told and nothing can have been left out.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function getEvidencePack(ctx: ServiceContext, methodId: string): Promise<EvidencePackDto> {
  requireRight(ctx, "registry.read");
  const { db, organizationId } = ctx;
  const method = await findActivationMethod(db, organizationId, methodId);
  if (method === null) throw notFound("The activation method");
  const now = ctx.clock.now();
  const sources = await listSourcesOfMethod(db, organizationId, methodId);
  const ids = new Set(sources.map(({ id }) => id));
  const isOurs = ({ activationMethodId, sourceId }: StoredEvidenceEntry) =>
    activationMethodId === methodId || (sourceId !== null && ids.has(sourceId));
  const chain: EvidencePackDto["chain"][number][] = [];
  const hashes = new Set<string>();
  for await (const row of wholeChain(ctx)) {
    const { sequence, contentHash, previousHash, entryHash, id, content, fileHash } = row;
    const ours = isOurs(row);
    if (ours && fileHash !== null) hashes.add(fileHash);
    chain.push({
      ...{ sequence, contentHash, previousHash, entryHash },
      ...(ours ? { id, content } : { id: null, content: null }),
    });
  }
  return {
    format: "staygreen-evidence-pack",
    version: 1,
    organization: (await findOrganization(db, organizationId))?.name ?? organizationId,
    madeAt: now.toISOString(),
    madeBy: ctx.actor.name,
    method: {
      id: method.id,
      name: method.name,
      kind: method.kind,
      state: methodState(method.state, method.launchedAt, now),
      owner: method.owner,
      launchedAt: method.launchedAt?.toISOString() ?? null,
    },
    sources: sources.map(({ id, key, name }) => ({ id, key, name })),
    restrictions: (await listCollectorWabas(db, organizationId)).flatMap(({ id, name, restrictions }) =>
      readRestrictions(restrictions, now).map((one) => ({ account: name ?? id, ...one })),
    ),
    head: chain.at(-1)?.entryHash ?? chainStart,
    chain,
    files: await readFiles(ctx, [...hashes]),
  };
}

async function* wholeChain(ctx: ServiceContext): AsyncGenerator<StoredEvidenceEntry> {
  let after: number | null = null;
  for (;;) {
    const rows: StoredEvidenceEntry[] = await listEvidenceRows(ctx.db, ctx.organizationId, {
      order: "oldest",
      after,
      take: rowsAtOnce,
    });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return;
    after = last.sequence;
  }
}

async function readFiles(ctx: ServiceContext, hashes: readonly string[]): Promise<EvidencePackDto["files"]> {
  const facts = await findEvidenceFileFacts(ctx.db, ctx.organizationId, hashes);
  const files: EvidencePackDto["files"] = [];
  let bytes = 0;
  for (const hash of hashes) {
    const known = facts.get(hash);
    if (known === undefined) continue;
    bytes += known.byteCount;
    const file = bytes <= mostFilesBytes ? await findEvidenceFile(ctx.db, ctx.organizationId, hash) : null;
    files.push({ ...known, base64: file === null ? null : Buffer.from(file.content).toString("base64") });
  }
  return files;
}
