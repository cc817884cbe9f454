"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { AsOf } from "@/components/clock/as-of.tsx";
import { useStartSandbox } from "@/components/connections/use-start-sandbox.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { Button } from "@/components/ui/button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import type { SandboxDto } from "@/lib/contracts/sandbox.ts";
import { sandboxQuery, startScenario } from "./queries.ts";
import { ScenarioCard } from "./scenario-card.tsx";

/** The stories of the simulated account, and a button to begin each. */
export function SandboxSettings() {
  const query = useQuery(sandboxQuery);
  return (
    <>
      <PageHeader
        title="Sandbox"
        below="What happens in the simulated account. A day passes there in ten seconds."
        aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
      />
      <Loaded query={query} what="The sandbox" skeleton={<SkeletonScenarios />}>
        {(sandbox) => (
          <div className="space-y-4">
            {sandbox.running ? null : <NotRunning />}
            <Scenarios sandbox={sandbox} />
          </div>
        )}
      </Loaded>
    </>
  );
}

function NotRunning() {
  const start = useStartSandbox();
  return (
    <>
      <Notice
        title="The sandbox does not run."
        action={
          <Button
            variant="primary"
            pending={start.isPending}
            pendingText="Starting the sandbox…"
            onClick={() => start.mutate()}
          >
            Start the sandbox
          </Button>
        }
      >
        <p>
          Start it here, or set SANDBOX=1 and start the program again. Then choose a scenario. Real
          connections are not touched.
        </p>
      </Notice>
      <FormProblem error={start.error} />
    </>
  );
}

function Scenarios({ sandbox }: { sandbox: SandboxDto }) {
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: startScenario,
    onSuccess: (next) => {
      client.setQueryData(sandboxQuery.queryKey, next);
      // Everything is green again: what other pages hold is of the old story.
      return client.invalidateQueries();
    },
  });
  const { current } = sandbox;
  return (
    <section aria-label="Scenarios" className="space-y-4">
      <FormProblem error={start.error} />
      <p role="status" className="sr-only">
        {start.isSuccess ? `${titleOf(start.data, start.data.current?.scenario)} runs now.` : ""}
      </p>
      <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {sandbox.scenarios.map((scenario) => (
          <ScenarioCard
            key={scenario.id}
            scenario={scenario}
            runningSince={current?.scenario === scenario.id ? current.startedAt : null}
            onStart={sandbox.running ? () => start.mutate(scenario.id) : null}
            pending={start.isPending && start.variables === scenario.id}
            disabled={start.isPending && start.variables !== scenario.id}
          />
        ))}
      </ul>
      <p className="text-ink-3 max-w-prose text-sm">
        Starting a scenario makes every simulated number green again, ends the faults of the one before, and
        keeps history and incidents.
      </p>
    </section>
  );
}

function SkeletonScenarios() {
  return (
    <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
      {Array.from({ length: 6 }, (_, index) => (
        <SkeletonCard key={index} rows={3} />
      ))}
    </div>
  );
}

function titleOf(sandbox: SandboxDto, id: string | undefined): string {
  return sandbox.scenarios.find((scenario) => scenario.id === id)?.title ?? "The scenario";
}
