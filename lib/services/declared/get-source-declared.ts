import { findEntry } from "../../adapters/db/registry-entries.ts";
import { loadRegistryNames } from "../../adapters/db/registry-names.ts";
import type { DeclaredQuery, SourceDeclaredDto } from "../../contracts/declared.ts";
import { entryNames } from "../../core/registry/entry-state.ts";
import { readRange } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { compare, declaredSources } from "./declared-sources.ts";

const usualDays = 90;

/**
 * What one source declares against what was sent to its contacts. Of a merged one, that of the source that stands for it.
 *
 * @throws ServiceError NOT_FOUND, VALIDATION for a range that is none.
 */
export async function getSourceDeclared(
  ctx: ServiceContext,
  id: string,
  query: DeclaredQuery,
): Promise<SourceDeclaredDto> {
  requireRight(ctx, "quality.read");
  const entry = await findEntry(ctx.db, "opt-in-source", ctx.organizationId, id);
  if (entry === null) throw notFound(`The ${entryNames["opt-in-source"]}`);
  const hours = readRange(query, ctx.clock.now(), usualDays);
  const { sources, frame } = await declaredSources(ctx, hours, { source: entry.key });
  const [only] = sources;
  if (only !== undefined) return { ...only, ...frame };
  const names = await loadRegistryNames(ctx.db, ctx.organizationId);
  const source = names.sources.get(entry.key);
  return {
    id: source?.id ?? id,
    key: source?.canonicalKey ?? entry.key,
    name: source?.name ?? entry.name,
    state: source?.state ?? entry.state,
    activationMethodId: source?.methodId ?? null,
    activationMethodName: source?.methodName ?? null,
    ...compare(source?.declaration ?? null, [], { spans: [], templateName: () => "", smallGroupSize: 0 }),
    ...frame,
  };
}
