"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { endSandbox } from "@/components/connections/queries.ts";
import { useStartSandbox } from "@/components/connections/use-start-sandbox.ts";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";

const scenarios = (
  <>
    A simulated account is connected. A day passes there in ten seconds.{" "}
    <Link className="link" href="/settings/sandbox">
      Choose what happens
    </Link>
  </>
);

export function SandboxCard({ isRunning }: { isRunning: boolean }) {
  const client = useQueryClient();
  const start = useStartSandbox();
  const end = useMutation({ mutationFn: endSandbox, onSuccess: () => client.invalidateQueries() });
  return (
    <Card title="Sandbox">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-ink-2 max-w-prose">
          {isRunning
            ? scenarios
            : "A simulated account to look around with: the real pipeline reads it over HTTP, and no Meta account is needed."}
        </p>
        {isRunning ? (
          <ConfirmButton
            label="End the sandbox"
            about=""
            question="End the sandbox?"
            confirmLabel="End it"
            pending={end.isPending}
            onConfirm={() => end.mutate()}
          >
            <p>The simulation stops and its numbers are no longer read. Real connections are not touched.</p>
          </ConfirmButton>
        ) : (
          <Button pending={start.isPending} pendingText="Starting…" onClick={() => start.mutate()}>
            Start the sandbox
          </Button>
        )}
      </div>
      <FormProblem error={start.error ?? end.error} />
    </Card>
  );
}
