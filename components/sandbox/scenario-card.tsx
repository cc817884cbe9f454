"use client";

import { useId } from "react";
import { Ago } from "@/components/clock/ago.tsx";
import { Button } from "@/components/ui/button.tsx";
import type { ScenarioDto } from "@/lib/contracts/sandbox.ts";
import { secondsText } from "./seconds-text.ts";

interface ScenarioCardProps {
  scenario: ScenarioDto;
  /** When it began, if it is the one that runs. */
  runningSince: string | null;
  /** Null while the sandbox does not run: then there is nothing to press. */
  onStart: (() => void) | null;
  pending: boolean;
  /** Another one is being started. */
  disabled: boolean;
}

/** One story: what happens, what to look for, how soon. The running one is framed and says so. */
export function ScenarioCard({ scenario, runningSince, onStart, pending, disabled }: ScenarioCardProps) {
  const headingId = useId();
  const isRunning = runningSince !== null;
  return (
    <li
      aria-labelledby={headingId}
      aria-current={isRunning ? "true" : undefined}
      className={`rounded-card bg-surface flex min-w-0 flex-col gap-3 border p-4 ${isRunning ? "border-accent outline-accent outline-1" : "border-line"}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <h3 id={headingId} className="text-base font-semibold">
          {scenario.title}
        </h3>
        {isRunning ? (
          <p className="bg-accent-soft text-accent rounded-full px-2 py-0.5 text-xs font-medium">
            <span aria-hidden="true">▶ </span>Running
          </p>
        ) : null}
      </div>
      <p className="text-ink-2">{scenario.whatHappens}</p>
      <p className="text-sm">
        <span className="text-ink-3">Look for: </span>
        {scenario.whatToLookFor}
      </p>
      <div className="mt-auto flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pt-1">
        <p className="text-ink-3 text-sm">
          {runningSince === null ? (
            <>First effect after {secondsText(scenario.firstEffectSeconds)}</>
          ) : (
            <>
              Began <Ago at={runningSince} />
            </>
          )}
        </p>
        {onStart === null ? null : (
          <Button
            variant={isRunning ? "quiet" : "secondary"}
            pending={pending}
            pendingText="Starting…"
            disabled={disabled}
            onClick={onStart}
          >
            {isRunning ? "Start over" : "Start"}
            <span className="sr-only">: {scenario.title}</span>
          </Button>
        )}
      </div>
    </li>
  );
}
