import { queryOptions } from "@tanstack/react-query";
import type { TemplateDto } from "@/lib/contracts/history.ts";
import type { HistoryDto, PhoneNumberDto } from "@/lib/contracts/phone-numbers.ts";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import { numberFilterParams, numberListLimit, type NumberFilter } from "./number-filter.ts";
import { rangeStart, type HistoryRange } from "./history-range.ts";

const contract = () => import("@/lib/contracts/phone-numbers.ts");

export const phoneNumbersQuery = (filter: NumberFilter) =>
  queryOptions<{ data: PhoneNumberDto[]; nextCursor: string | null }>({
    queryKey: ["phone-numbers", "list", filter],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/phone-numbers?${numberFilterParams(filter, { limit: String(numberListLimit) }).toString()}`,
        async () => (await contract()).phoneNumberListShape,
        { signal },
      ),
    refetchInterval: refresh.watched,
  });

export const phoneNumberQuery = (id: string) =>
  queryOptions<PhoneNumberDto>({
    queryKey: ["phone-numbers", "one", id],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/phone-numbers/${encodeURIComponent(id)}`,
        async () => (await contract()).phoneNumberShape,
        {
          signal,
        },
      ),
    refetchInterval: refresh.watched,
  });

export const historyQuery = (id: string, range: HistoryRange) =>
  queryOptions<HistoryDto>({
    queryKey: ["phone-numbers", "history", id, range],
    queryFn: ({ signal }) => {
      const from = rangeStart(range, Date.now());
      return fetchJson(
        `/api/v1/phone-numbers/${encodeURIComponent(id)}/history?from=${encodeURIComponent(from)}`,
        async () => (await contract()).historyShape,
        { signal },
      );
    },
    refetchInterval: refresh.watched,
  });

/** Rows that one answer holds at most. */
const templatesRead = 200;

export const templatesQuery = (wabaId: string) =>
  queryOptions<{ data: TemplateDto[]; nextCursor: string | null }>({
    queryKey: ["templates", "list", wabaId],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/templates?${new URLSearchParams({ wabaId, limit: String(templatesRead) }).toString()}`,
        async () => (await import("@/lib/contracts/history.ts")).templateList,
        { signal },
      ),
    refetchInterval: refresh.settings,
  });
