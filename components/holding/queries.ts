import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import type {
  AskHoldBody,
  HoldDetailDto,
  HoldDto,
  HoldListDto,
  HoldReceiverDto,
  HoldSettingsDto,
  HoldTestDto,
  WhatIfHeldDto,
} from "@/lib/contracts/holds.ts";

const contract = () => import("@/lib/contracts/holds.ts");
const holds = "/api/v1/holds";
const settings = "/api/v1/hold-settings";
const pathOf = (id: string) => `${holds}/${encodeURIComponent(id)}`;

export const holdSettingsQuery = queryOptions<HoldSettingsDto>({
  queryKey: ["holding", "settings"],
  queryFn: ({ signal }) => fetchJson(settings, async () => (await contract()).holdSettingsShape, { signal }),
  refetchInterval: refresh.settings,
});

/** The newest holds of a launch. */
export const holdsQuery = (methodId: string) =>
  queryOptions<HoldListDto>({
    queryKey: ["holding", "list", methodId],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ limit: "20", activationMethodId: methodId });
      return fetchJson(`${holds}?${params.toString()}`, async () => (await contract()).holdListShape, {
        signal,
      });
    },
    refetchInterval: refresh.watched,
  });

export const holdQuery = (id: string) =>
  queryOptions<HoldDetailDto>({
    queryKey: ["holding", "one", id],
    queryFn: ({ signal }) =>
      fetchJson(pathOf(id), async () => (await contract()).holdDetailShape, { signal }),
    refetchInterval: refresh.watched,
  });

export const whatIfHeldQuery = (methodId: string, at: string) =>
  queryOptions<WhatIfHeldDto>({
    queryKey: ["holding", "what-if", methodId, at],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/activation-methods/${encodeURIComponent(methodId)}/what-if-held?at=${encodeURIComponent(at)}`,
        async () => (await contract()).whatIfHeldShape,
        { signal },
      ),
    placeholderData: keepPreviousData,
  });

export function askHold(body: AskHoldBody): Promise<HoldDto> {
  return fetchJson(holds, async () => (await contract()).holdShape, { method: "POST", body });
}

export type HoldAct = "approve" | "decline" | "keep" | "hold-again" | "release" | "retry";

export function actOnHold(id: string, act: HoldAct, body: object = {}): Promise<HoldDto> {
  return fetchJson(`${pathOf(id)}/${act}`, async () => (await contract()).holdShape, {
    method: "POST",
    body,
  });
}

export function changeHoldSettings(body: object): Promise<HoldSettingsDto> {
  return fetchJson(settings, async () => (await contract()).holdSettingsShape, { method: "PATCH", body });
}

export function setHoldReceiver(body: object): Promise<HoldReceiverDto> {
  return fetchJson(`${settings}/receiver`, async () => (await contract()).holdReceiverShape, {
    method: "PUT",
    body,
  });
}

export function testHoldReceiver(): Promise<HoldTestDto> {
  return fetchJson(`${settings}/test`, async () => (await contract()).holdTestShape, {
    method: "POST",
    body: {},
  });
}
