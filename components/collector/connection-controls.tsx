"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { pollNow, updateConnection } from "@/components/connections/queries.ts";
import { asProblem } from "@/components/data/problem-error.ts";
import { useCan } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import type { ConnectionDto } from "@/lib/contracts/connections.ts";

/** Poll now, pause and go on, as far as the role allows. */
export function ConnectionControls({
  connection,
}: {
  connection: Pick<ConnectionDto, "id" | "name" | "state">;
}) {
  const mayPoll = useCan("polls.start");
  const mayWrite = useCan("connections.write");
  const client = useQueryClient();
  const readAgain = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["connections"] }),
      client.invalidateQueries({ queryKey: ["collector", "state"] }),
    ]);
  const poll = useMutation({ mutationFn: () => pollNow(connection.id), onSettled: readAgain });
  const isPaused = connection.state === "paused";
  const pause = useMutation({
    mutationFn: () => updateConnection(connection.id, { state: isPaused ? "active" : "paused" }),
    onSettled: readAgain,
  });
  const failure = poll.error ?? pause.error;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status" className="text-sm">
        {failure !== null ? (
          <span className="text-red-ink">{asProblem(failure).detail}</span>
        ) : poll.isSuccess ? (
          pollWords(poll.data)
        ) : null}
      </span>
      {mayPoll && !isPaused ? (
        <Button pending={poll.isPending} pendingText="Polling…" onClick={() => poll.mutate()}>
          Poll now<span className="sr-only">: {connection.name}</span>
        </Button>
      ) : null}
      {mayWrite && connection.state !== "token-dead" ? (
        <Button variant="quiet" pending={pause.isPending} onClick={() => pause.mutate()}>
          {isPaused ? "Go on polling" : "Pause"}
          <span className="sr-only">: {connection.name}</span>
        </Button>
      ) : null}
    </div>
  );
}

function pollWords(run: { outcome: string | null; changeCount: number }): string {
  if (run.outcome === null) return "Poll asked for.";
  const changes = run.changeCount === 1 ? "1 change" : `${run.changeCount} changes`;
  return `Poll ${run.outcome}: ${changes}.`;
}
