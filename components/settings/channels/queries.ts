import { queryOptions } from "@tanstack/react-query";
import type { ChannelDto, CreateChannelBody, UpdateChannelBody } from "@/lib/contracts/channels.ts";
import type { DeliveryDto } from "@/lib/contracts/incidents.ts";
import { fetchJson, sendOnly } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";

const contract = () => import("@/lib/contracts/channels.ts");

export const channelsQuery = queryOptions<{ data: ChannelDto[]; nextCursor: string | null }>({
  queryKey: ["channels", "list"],
  queryFn: ({ signal }) =>
    fetchJson("/api/v1/channels", async () => (await contract()).channelListShape, { signal }),
  refetchInterval: refresh.settings,
});

export const deliveriesQuery = (channelId: string) =>
  queryOptions<{ data: DeliveryDto[] }>({
    queryKey: ["channels", "deliveries", channelId],
    queryFn: ({ signal }) =>
      fetchJson(
        `${channelPath(channelId)}/deliveries`,
        async () => {
          const { deliveryShape } = await import("@/lib/contracts/incidents.ts");
          return (await import("./delivery-list-shape.ts")).listOf(deliveryShape);
        },
        { signal },
      ),
    refetchInterval: refresh.settings,
  });

export function createChannel(body: CreateChannelBody): Promise<ChannelDto & { secret: string | null }> {
  return fetchJson("/api/v1/channels", async () => (await contract()).createdChannelShape, {
    method: "POST",
    body,
  });
}

export function updateChannel(id: string, body: UpdateChannelBody): Promise<ChannelDto> {
  return fetchJson(channelPath(id), async () => (await contract()).channelShape, { method: "PATCH", body });
}

export function removeChannel(id: string): Promise<void> {
  return sendOnly(channelPath(id), { method: "DELETE" });
}

export function testChannel(id: string): Promise<{ outcome: "sent" | "retry" | "failed"; detail: string }> {
  return fetchJson(`${channelPath(id)}/test`, async () => (await contract()).channelTestShape, {
    method: "POST",
    body: {},
  });
}

function channelPath(id: string): string {
  return `/api/v1/channels/${encodeURIComponent(id)}`;
}
