import { listOptOuts, sumOptOuts, type OptOutQuestion } from "../../adapters/db/opt-out-watch.ts";
import { loadRegistryNames, type RegistryNames } from "../../adapters/db/registry-names.ts";
import type { OptOutWatchDto, OptOutWatchQuery } from "../../contracts/insights.ts";
import { hourText, readRange } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { cursorInstant, decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";

const usualDays = 90;
const hourMs = 3_600_000;

/**
 * Wishes to stop of a stretch of time, the newest first, and what was sent against them. Nothing in it says who it was;
 * small groups are not hidden, since every broken wish is to be looked at.
 *
 * @throws ServiceError VALIDATION for a range that is none, or a cursor that is not one of this list.
 */
export async function listOptOutWatch(ctx: ServiceContext, query: OptOutWatchQuery): Promise<OptOutWatchDto> {
  requireRight(ctx, "quality.read");
  const { organizationId } = ctx;
  const hours = readRange(query, ctx.clock.now(), usualDays);
  const cursor = decodeCursor(query.cursor, 2);
  const names = await loadRegistryNames(ctx.db, organizationId);
  const question: OptOutQuestion = {
    from: new Date(hours.from * hourMs),
    to: new Date(hours.to * hourMs),
    phoneNumberId: query.phoneNumberId ?? null,
    sources: query.source === undefined ? null : keysOf(query.source, names),
    violationsOnly: query.violations === "true",
  };
  const after = cursor === null ? null : { at: cursorInstant(cursor[0]), id: cursor[1] ?? "" };
  const rows = await listOptOuts(ctx.db, organizationId, question, { limit: query.limit + 1, after });
  const { page, nextCursor } = pageOf(rows, query.limit, (row) => [row.optedOutAt.toISOString(), row.id]);
  const sums = await sumOptOuts(ctx.db, organizationId, { ...question, violationsOnly: false });
  const source = (key: string | null) => described(key, names.sources);
  const campaign = (key: string | null) => described(key, names.campaigns);
  return {
    data: page.map((row) => ({
      id: row.id,
      phoneNumberId: row.phoneNumberId,
      source: source(row.source).key,
      sourceName: source(row.source).name,
      optedOutAt: row.optedOutAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
      lastMessageAt: row.lastMessageAt?.toISOString() ?? null,
      violationCount: row.violationCount,
      firstViolationAt: row.firstViolationAt?.toISOString() ?? null,
      lastViolationAt: row.lastViolationAt?.toISOString() ?? null,
      lastCampaign: campaign(row.lastCampaign).key,
      lastCampaignName: campaign(row.lastCampaign).name,
    })),
    nextCursor,
    summary: {
      ...sums.totals,
      bySource: gather(sums.bySource.map((one) => ({ ...one, ...source(one.source) }))),
      byCampaign: gather(
        sums.byCampaign.map(({ campaign: key, violated }) => ({ ...campaign(key), optOuts: 0, violated })),
      ).map(({ key, name, violated }) => ({ key, name, violated })),
    },
    from: hourText(hours.from),
    to: hourText(hours.to),
  };
}

type Names = ReadonlyMap<string, { readonly canonicalKey: string; readonly name: string }>;

/** What stands for a key now, after merges. */
function described(key: string | null, names: Names): { key: string | null; name: string | null } {
  const entry = key === null ? undefined : names.get(key);
  return { key: entry?.canonicalKey ?? key, name: entry?.name ?? key };
}

function keysOf(asked: string, names: RegistryNames): string[] {
  const canonical = described(asked, names.sources).key;
  const merged = [...names.sources.keys()].filter((key) => described(key, names.sources).key === canonical);
  return [...new Set([...merged, asked])];
}

interface Group {
  readonly key: string | null;
  readonly name: string | null;
  readonly optOuts: number;
  readonly violated: number;
}

/** Adds up what was merged; the most violated first. */
function gather(groups: readonly Group[]): Group[] {
  const sums = new Map<string | null, Group>();
  for (const { key, name, optOuts, violated } of groups) {
    const before = sums.get(key);
    sums.set(key, {
      key,
      name,
      optOuts: optOuts + (before?.optOuts ?? 0),
      violated: violated + (before?.violated ?? 0),
    });
  }
  return [...sums.values()].sort(
    (a, b) => b.violated - a.violated || b.optOuts - a.optOuts || ((a.key ?? "") < (b.key ?? "") ? -1 : 1),
  );
}
