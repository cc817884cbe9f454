"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import type { ChannelDto } from "@/lib/contracts/channels.ts";
import { removeChannel, testChannel, updateChannel } from "./queries.ts";

export function ChannelActions({ channel }: { channel: ChannelDto }) {
  const client = useQueryClient();
  const readAgain = () => client.invalidateQueries({ queryKey: ["channels"] });
  const test = useMutation({ mutationFn: () => testChannel(channel.id), onSettled: readAgain });
  const isOff = channel.state !== "active";
  const change = useMutation({
    mutationFn: () => updateChannel(channel.id, { state: isOff ? "active" : "off" }),
    onSettled: readAgain,
  });
  const remove = useMutation({ mutationFn: () => removeChannel(channel.id), onSettled: readAgain });
  return (
    <div className="flex flex-col items-end gap-2">
      <div className="flex flex-wrap gap-2">
        <Button pending={test.isPending} pendingText="Sending…" onClick={() => test.mutate()}>
          Send a test<span className="sr-only"> to {channel.name}</span>
        </Button>
        <Button variant="quiet" pending={change.isPending} onClick={() => change.mutate()}>
          {isOff ? "Switch on" : "Switch off"}
          <span className="sr-only">: {channel.name}</span>
        </Button>
        {channel.managedBy === "person" ? (
          <ConfirmButton
            label="Remove"
            about={channel.name}
            variant="quiet"
            question={`Remove ${channel.name}?`}
            confirmLabel="Remove"
            pending={remove.isPending}
            onConfirm={() => remove.mutate()}
          >
            <p>Nothing is sent to {channel.target} any more.</p>
          </ConfirmButton>
        ) : null}
      </div>
      <p role="status" className="max-w-96 text-right text-sm break-words">
        {test.data === undefined ? null : <TestResult {...test.data} />}
      </p>
      <FormProblem error={test.error ?? change.error ?? remove.error} />
    </div>
  );
}

function TestResult({ outcome, detail }: { outcome: "sent" | "retry" | "failed"; detail: string }) {
  switch (outcome) {
    case "sent":
      return <span>✓ Test sent. {detail}</span>;
    case "retry":
      return <span className="text-amber-ink">▲ Not sent, trying again may help. {detail}</span>;
    case "failed":
      return <span className="text-red-ink">■ Not sent. {detail}</span>;
  }
}
