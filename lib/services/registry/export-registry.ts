import {
  listActivationMethodRows,
  type StoredActivationMethod,
} from "../../adapters/db/activation-methods.ts";
import { listEntryRows, type StoredEntry } from "../../adapters/db/registry-entries.ts";
import { listAllWordingRows, type StoredSourceWording } from "../../adapters/db/source-wordings.ts";
import type {
  DocumentCampaign,
  DocumentMethod,
  DocumentSource,
  DocumentWording,
  RegistryDocument,
} from "../../contracts/registry-document.ts";
import type { EntryKind } from "../../core/registry/entry-state.ts";
import { methodState } from "../../core/registry/method-state.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";

/** Rows of the registry with what the document does not tell. */
export interface RegistryRows {
  readonly methods: readonly StoredActivationMethod[];
  readonly sources: readonly StoredEntry[];
  readonly campaigns: readonly StoredEntry[];
  readonly wordings: readonly StoredSourceWording[];
}

/** More than anybody has: the lists are read whole. */
const allRows = 1_000_000;

/** The registry of the organization as one document; the same registry gives the same document. */
export async function exportRegistry(ctx: ServiceContext): Promise<RegistryDocument> {
  requireRight(ctx, "registry.read");
  return toDocument(await readRegistry(ctx), ctx.clock.now());
}

export async function readRegistry(ctx: ServiceContext): Promise<RegistryRows> {
  const { db, organizationId } = ctx;
  const entries = (kind: EntryKind) =>
    listEntryRows(db, kind, organizationId, { after: null, take: allRows });
  return {
    methods: await listActivationMethodRows(db, organizationId, {
      ...{ now: ctx.clock.now(), after: null, take: allRows },
    }),
    sources: await entries("opt-in-source"),
    campaigns: await entries("campaign"),
    wordings: await listAllWordingRows(db, organizationId),
  };
}

function toDocument(rows: RegistryRows, now: Date): RegistryDocument {
  const names = new Map(rows.methods.map(({ id, name }) => [id, name]));
  const ours = (entries: readonly StoredEntry[]) => entries.filter(({ state }) => state !== "unregistered");
  const keysOf = (entries: readonly StoredEntry[]) => new Map(entries.map(({ id, key }) => [id, key]));
  const [sourceKeys, campaignKeys] = [keysOf(rows.sources), keysOf(rows.campaigns)];
  return {
    format: "staygreen-registry",
    version: 1,
    methods: rows.methods
      .map((method) => documentMethod(method, now))
      .sort((a, b) => order(a.name, b.name) || order(JSON.stringify(a), JSON.stringify(b))),
    sources: ours(rows.sources)
      .map((source) => documentSource(source, sourceKeys, names))
      .sort((a, b) => order(a.key, b.key)),
    campaigns: ours(rows.campaigns)
      .map((campaign) => documentCampaign(campaign, campaignKeys))
      .sort((a, b) => order(a.key, b.key)),
    wordings: rows.wordings
      .flatMap((wording) => documentWording(wording, sourceKeys))
      .sort((a, b) => order(a.source, b.source) || a.version - b.version),
  };
}

export function documentMethod(method: StoredActivationMethod, now: Date): DocumentMethod {
  const { name, kind, owner, tags, state, launchedAt, plannedLaunchAt, ramp, declaredKinds } = method;
  return {
    ...{ name, kind: kind as DocumentMethod["kind"], owner, tags: [...tags] },
    state: methodState(state, launchedAt, now),
    launchedAt: launchedAt?.toISOString() ?? null,
    plannedLaunchAt: plannedLaunchAt?.toISOString() ?? null,
    ramp: ramp === null ? null : { unit: ramp.unit, steps: ramp.steps.map((step) => ({ ...step })) },
    declaredKinds: declaredKinds?.map((one) => ({ ...one })) ?? null,
  };
}

export function documentCampaign(entry: StoredEntry, keys: ReadonlyMap<string, string>): DocumentCampaign {
  const { key, name, owner, tags, state, mergedInto } = entry;
  return {
    ...{ key, name, owner, tags: [...tags] },
    state: state === "merged" || state === "retired" ? state : "registered",
    mergedInto: mergedInto === null ? null : (keys.get(mergedInto) ?? null),
  };
}

export function documentSource(
  entry: StoredEntry,
  keys: ReadonlyMap<string, string>,
  methodNames: ReadonlyMap<string, string>,
): DocumentSource {
  const { activationMethodId, country } = entry;
  const declaredKinds = entry.declaredKinds?.map((one) => ({ ...one })) ?? null;
  const { key, name, ...others } = documentCampaign(entry, keys);
  const method = activationMethodId === null ? null : (methodNames.get(activationMethodId) ?? null);
  return { key, name, method, country, declaredKinds, ...others };
}

function documentWording(wording: StoredSourceWording, keys: ReadonlyMap<string, string>): DocumentWording[] {
  const source = keys.get(wording.sourceId);
  const { version, language, text, url, effectiveAt } = wording;
  return source === undefined
    ? []
    : [{ source, version, language, text, url, effectiveAt: effectiveAt.toISOString() }];
}

/** By code units, which no language setting changes. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
