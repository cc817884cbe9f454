import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type {
  ActivationMethodDto,
  AddSourceWordingBody,
  CampaignDto,
  OptInSourceDto,
  RegistryChangeDto,
  SourceWordingDto,
} from "@/lib/contracts/registry.ts";
import type { EntryKind } from "@/lib/core/registry/entry-state.ts";
import type { MethodAction } from "@/lib/core/registry/method-transition.ts";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";

interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** A source or campaign; what belongs to sources only is absent from a campaign. */
export type RegistryEntry = CampaignDto &
  Partial<Pick<OptInSourceDto, "activationMethodId" | "activationMethodName" | "country" | "declaredKinds">>;
export type SubjectKind = EntryKind | "activation-method";

const contract = () => import("@/lib/contracts/registry.ts");
const wholeList = "limit=200";
const paths: Readonly<Record<SubjectKind, string>> = {
  "activation-method": "/api/v1/activation-methods",
  "opt-in-source": "/api/v1/opt-in-sources",
  campaign: "/api/v1/campaigns",
};

const entryShape = (kind: EntryKind) => async () => {
  const { campaignShape, optInSourceShape } = await contract();
  return kind === "campaign" ? campaignShape : optInSourceShape;
};
const entryListShape = (kind: EntryKind) => async () => {
  const { campaignListShape, optInSourceListShape } = await contract();
  return kind === "campaign" ? campaignListShape : optInSourceListShape;
};
const methodShape = async () => (await contract()).activationMethodShape;

export const activationMethodsQuery = queryOptions<Page<ActivationMethodDto>>({
  queryKey: ["activation-methods"],
  queryFn: ({ signal }) =>
    fetchJson(
      `${paths["activation-method"]}?${wholeList}`,
      async () => (await contract()).activationMethodListShape,
      { signal },
    ),
  refetchInterval: refresh.settings,
});

export const optInSourcesQuery = queryOptions<Page<OptInSourceDto>>({
  queryKey: ["opt-in-sources"],
  queryFn: ({ signal }) =>
    fetchJson(`${paths["opt-in-source"]}?${wholeList}`, async () => (await contract()).optInSourceListShape, {
      signal,
    }),
  refetchInterval: refresh.settings,
});

/** Keys that data brought and nobody has claimed. */
export const unregisteredQuery = (kind: EntryKind) =>
  queryOptions<Page<RegistryEntry>>({
    queryKey: [paths[kind], "unregistered"],
    queryFn: ({ signal }) =>
      fetchJson(`${paths[kind]}?${wholeList}&state=unregistered`, entryListShape(kind), { signal }),
    refetchInterval: refresh.settings,
  });

/** Entries whose name or key contains the text, to choose one of. */
export const entrySearchQuery = (kind: EntryKind, text: string) =>
  queryOptions<Page<RegistryEntry>>({
    queryKey: [paths[kind], "search", text],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ limit: "50", q: text });
      return fetchJson(`${paths[kind]}?${params.toString()}`, entryListShape(kind), { signal });
    },
    placeholderData: keepPreviousData,
  });

export const entryQuery = (kind: EntryKind, id: string) =>
  queryOptions<RegistryEntry>({
    queryKey: [paths[kind], "one", id],
    queryFn: ({ signal }) => fetchJson(pathOf(kind, id), entryShape(kind), { signal }),
    refetchInterval: refresh.settings,
  });

export const changesQuery = (kind: SubjectKind, id: string) =>
  queryOptions<Page<RegistryChangeDto>>({
    queryKey: [paths[kind], "changes", id],
    queryFn: ({ signal }) =>
      fetchJson(
        `${pathOf(kind, id)}/changes?${wholeList}`,
        async () => (await contract()).registryChangeListShape,
        { signal },
      ),
  });

export const wordingsQuery = (sourceId: string) =>
  queryOptions<Page<SourceWordingDto>>({
    queryKey: [paths["opt-in-source"], "wordings", sourceId],
    queryFn: ({ signal }) =>
      fetchJson(
        `${pathOf("opt-in-source", sourceId)}/wordings?${wholeList}`,
        async () => (await contract()).sourceWordingListShape,
        { signal },
      ),
  });

/** What was typed goes to the server as it is: it names what is missing or wrong. */
type Typed = Readonly<Record<string, unknown>>;

export function createMethod(body: Typed): Promise<ActivationMethodDto> {
  return fetchJson(paths["activation-method"], methodShape, { method: "POST", body });
}

export function updateMethod(id: string, body: Typed): Promise<ActivationMethodDto> {
  return fetchJson(pathOf("activation-method", id), methodShape, { method: "PATCH", body });
}

export function moveMethod(id: string, action: MethodAction, reason: string): Promise<ActivationMethodDto> {
  return fetchJson(`${pathOf("activation-method", id)}/${action}`, methodShape, {
    method: "POST",
    body: reason === "" ? {} : { reason },
  });
}

export function createEntry(kind: EntryKind, body: Typed): Promise<RegistryEntry> {
  return fetchJson(paths[kind], entryShape(kind), { method: "POST", body });
}

export function updateEntry(kind: EntryKind, id: string, body: Typed): Promise<RegistryEntry> {
  return fetchJson(pathOf(kind, id), entryShape(kind), { method: "PATCH", body });
}

export function actOnEntry(
  kind: EntryKind,
  id: string,
  act: "claim" | "merge" | "split-off" | "retire",
  body: Typed = {},
): Promise<RegistryEntry> {
  return fetchJson(`${pathOf(kind, id)}/${act}`, entryShape(kind), { method: "POST", body });
}

export function addWording(sourceId: string, body: Partial<AddSourceWordingBody>): Promise<SourceWordingDto> {
  return fetchJson(
    `${pathOf("opt-in-source", sourceId)}/wordings`,
    async () => (await contract()).sourceWordingShape,
    { method: "POST", body },
  );
}

function pathOf(kind: SubjectKind, id: string): string {
  return `${paths[kind]}/${encodeURIComponent(id)}`;
}
