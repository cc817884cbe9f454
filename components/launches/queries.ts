import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import type { EvidenceDto } from "@/lib/contracts/evidence.ts";
import type {
  LaunchCalendarDto,
  LaunchChecklistDto,
  MethodPaceDto,
  MethodRampDto,
  UnannouncedLaunchDto,
} from "@/lib/contracts/launches.ts";
import type { MethodReviewDto } from "@/lib/contracts/method-reviews.ts";
import type { ActivationMethodDto, OptInSourceDto } from "@/lib/contracts/registry.ts";

interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

const methods = "/api/v1/activation-methods";
const registry = () => import("@/lib/contracts/registry.ts");
const launches = () => import("@/lib/contracts/launches.ts");
const reviews = () => import("@/lib/contracts/method-reviews.ts");
const evidence = () => import("@/lib/contracts/evidence.ts");
const pathOf = (methodId: string) => `${methods}/${encodeURIComponent(methodId)}`;

/** Calendar entries around one month, as `monthRange` has it. */
export const calendarQuery = (range: { readonly from: string; readonly to: string }) =>
  queryOptions<LaunchCalendarDto>({
    queryKey: ["launches", "calendar", range],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams(range);
      return fetchJson(
        `/api/v1/launches/calendar?${params.toString()}`,
        async () => (await launches()).launchCalendarShape,
        { signal },
      );
    },
    refetchInterval: refresh.settings,
    placeholderData: keepPreviousData,
  });

export const unannouncedQuery = queryOptions<Page<UnannouncedLaunchDto>>({
  queryKey: ["launches", "unannounced"],
  queryFn: ({ signal }) =>
    fetchJson(
      "/api/v1/launches/unannounced?limit=200",
      async () => (await launches()).unannouncedLaunchListShape,
      { signal },
    ),
  refetchInterval: refresh.settings,
});

export const methodQuery = (methodId: string) =>
  queryOptions<ActivationMethodDto>({
    queryKey: [methods, "one", methodId],
    queryFn: ({ signal }) =>
      fetchJson(pathOf(methodId), async () => (await registry()).activationMethodShape, { signal }),
    refetchInterval: refresh.settings,
  });

export const methodSourcesQuery = (methodId: string) =>
  queryOptions<Page<OptInSourceDto>>({
    queryKey: [methods, "sources", methodId],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ limit: "200", activationMethodId: methodId });
      return fetchJson(
        `/api/v1/opt-in-sources?${params.toString()}`,
        async () => (await registry()).optInSourceListShape,
        { signal },
      );
    },
    refetchInterval: refresh.settings,
  });

export const checklistQuery = (methodId: string) =>
  queryOptions<LaunchChecklistDto>({
    queryKey: [methods, "checklist", methodId],
    queryFn: ({ signal }) =>
      fetchJson(`${pathOf(methodId)}/checklist`, async () => (await launches()).launchChecklistShape, {
        signal,
      }),
    refetchInterval: refresh.settings,
  });

export const rampQuery = (methodId: string) =>
  queryOptions<MethodRampDto>({
    queryKey: [methods, "ramp", methodId],
    queryFn: ({ signal }) =>
      fetchJson(`${pathOf(methodId)}/ramp`, async () => (await launches()).methodRampShape, { signal }),
    refetchInterval: refresh.settings,
  });

export const paceQuery = (methodId: string, level: string) =>
  queryOptions<MethodPaceDto>({
    queryKey: [methods, "pace", methodId, level],
    queryFn: ({ signal }) =>
      fetchJson(`${pathOf(methodId)}/pace?level=${level}`, async () => (await launches()).methodPaceShape, {
        signal,
      }),
    refetchInterval: refresh.settings,
    placeholderData: keepPreviousData,
  });

export const reviewsQuery = (methodId: string) =>
  queryOptions<Page<MethodReviewDto>>({
    queryKey: [methods, "reviews", methodId],
    queryFn: ({ signal }) =>
      fetchJson(`${pathOf(methodId)}/reviews`, async () => (await reviews()).methodReviewListShape, {
        signal,
      }),
    refetchInterval: refresh.settings,
  });

export const evidenceQuery = (methodId: string) =>
  queryOptions<Page<EvidenceDto>>({
    queryKey: [methods, "evidence", methodId],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ limit: "100", activationMethodId: methodId });
      return fetchJson(
        `/api/v1/evidence?${params.toString()}`,
        async () => (await evidence()).evidenceListShape,
        { signal },
      );
    },
    refetchInterval: refresh.settings,
  });

/** What was typed goes to the server as it is: it names what is missing or wrong. */
type Typed = Readonly<Record<string, unknown>>;

export function askReview(methodId: string, body: Typed): Promise<MethodReviewDto> {
  return fetchJson(`${pathOf(methodId)}/reviews`, async () => (await reviews()).methodReviewShape, {
    method: "POST",
    body,
  });
}

export function answerReview(methodId: string, reviewId: string, body: Typed): Promise<MethodReviewDto> {
  return fetchJson(
    `${pathOf(methodId)}/reviews/${encodeURIComponent(reviewId)}/answer`,
    async () => (await reviews()).methodReviewShape,
    { method: "POST", body },
  );
}

export function addPageLink(body: Typed): Promise<EvidenceDto> {
  return fetchJson("/api/v1/evidence", async () => (await evidence()).evidenceShape, {
    method: "POST",
    body: { kind: "page-link", ...body },
  });
}

export function uploadEvidence(subject: Readonly<Record<string, string>>, file: File): Promise<EvidenceDto> {
  const params = new URLSearchParams({ ...subject, fileName: file.name.slice(-200) });
  return fetchJson(`/api/v1/evidence?${params.toString()}`, async () => (await evidence()).evidenceShape, {
    method: "POST",
    // What it is follows from its bytes; the server needs to know only that it is no JSON.
    upload: { content: file, type: "application/octet-stream" },
  });
}
