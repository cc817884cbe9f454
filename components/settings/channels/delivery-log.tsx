"use client";

import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/data/loaded.tsx";
import { DeliveryList } from "@/components/incidents/delivery-list.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { deliveriesQuery } from "./queries.ts";

export function DeliveryLog({ channelId }: { channelId: string }) {
  const query = useQuery(deliveriesQuery(channelId));
  return (
    <div
      className="border-line max-h-96 overflow-y-auto rounded-md border"
      tabIndex={0}
      role="group"
      aria-label="Delivery log"
    >
      <Loaded query={query} what="The delivery log" skeleton={<SkeletonRows rows={3} />}>
        {(list) => <DeliveryList deliveries={list.data} none="Nothing was sent to this channel yet" />}
      </Loaded>
    </div>
  );
}
