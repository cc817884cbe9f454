"use client";

import { useState } from "react";
import { Ago } from "@/components/clock/ago.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import type { ChannelDto } from "@/lib/contracts/channels.ts";
import { ChannelActions } from "./channel-actions.tsx";
import { DeliveryLog } from "./delivery-log.tsx";

const kinds: Readonly<Record<ChannelDto["kind"], string>> = {
  email: "e-mail",
  slack: "Slack",
  webhook: "signed webhook",
};

export function ChannelRow({ channel, mayWrite }: { channel: ChannelDto; mayWrite: boolean }) {
  const [showsLog, setShowsLog] = useState(false);
  return (
    <li className="space-y-3 px-4 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="font-medium">
            {channel.name} <span className="text-ink-3 font-normal">({kinds[channel.kind]})</span>
          </p>
          <p className="text-ink-2 break-all">{channel.target}</p>
          <p className="text-ink-3 text-sm">
            <StateWords state={channel.state} /> · {channel.minSeverity} and worse ·{" "}
            {channel.lastSentAt === null ? (
              "nothing sent yet"
            ) : (
              <>
                last sent <Ago at={channel.lastSentAt} />
              </>
            )}
            {channel.managedBy === "environment" ? " · set by environment variables" : null}
          </p>
        </div>
        {mayWrite ? <ChannelActions channel={channel} /> : null}
      </div>
      {channel.lastError === null ? null : (
        <Notice
          tone={channel.state === "broken" ? "red" : "amber"}
          title="The last message did not get through."
        >
          <p>{channel.lastError}</p>
        </Notice>
      )}
      <Disclosure summary="Delivery log" open={showsLog} onToggle={setShowsLog}>
        {showsLog ? <DeliveryLog channelId={channel.id} /> : null}
      </Disclosure>
    </li>
  );
}

function StateWords({ state }: { state: ChannelDto["state"] }) {
  switch (state) {
    case "active":
      return "in use";
    case "off":
      return "switched off";
    case "broken":
      return <span className="text-red-ink font-medium">■ broken: nothing arrives</span>;
  }
}
