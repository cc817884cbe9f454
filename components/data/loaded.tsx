"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Ago } from "@/components/clock/ago.tsx";
import { Button } from "@/components/ui/button.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { Notice } from "@/components/ui/notice.tsx";
import { asProblem } from "./problem-error.ts";

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** What is being read, as in "The list of incidents could not be read." */
  what: string;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/** The four states of everything that is fetched: reading, failed, failed but with the last good value, there. */
export function Loaded<T>({ query, what, skeleton, children }: LoadedProps<T>) {
  const hasData = query.data !== undefined;
  return (
    <>
      {query.error === null ? null : (
        <div className={hasData ? "mb-4" : "p-3"}>
          <Failure
            what={what}
            error={query.error}
            lastGoodAt={hasData ? query.dataUpdatedAt : null}
            retrying={query.isFetching}
            onRetry={() => void query.refetch()}
          />
        </div>
      )}
      {query.data !== undefined ? children(query.data) : query.error === null ? skeleton : null}
    </>
  );
}

interface FailureProps {
  what: string;
  error: unknown;
  lastGoodAt: number | null;
  retrying: boolean;
  onRetry: () => void;
}

function Failure({ what, error, lastGoodAt, retrying, onRetry }: FailureProps) {
  const problem = asProblem(error);
  if (problem.status === 401) {
    return (
      <Notice
        tone="amber"
        live
        title="You are signed out."
        action={
          // A full load, so that nothing of the last session stays in memory.
          <button
            type="button"
            className={buttonClass("primary")}
            onClick={() => {
              const here = `${window.location.pathname}${window.location.search}`;
              window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
            }}
          >
            Sign in again
          </button>
        }
      >
        <p>The session has ended. What stands here is no longer kept up to date.</p>
      </Notice>
    );
  }
  return (
    <Notice
      tone={lastGoodAt === null ? "red" : "amber"}
      live
      title={`${what} could not be read${lastGoodAt === null ? "." : " again."}`}
      action={
        <Button pending={retrying} pendingText="Trying…" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p>
        {problem.title} {problem.detail}
      </p>
      {lastGoodAt === null ? null : (
        <p>
          What stands here was read <Ago at={new Date(lastGoodAt).toISOString()} />.
        </p>
      )}
    </Notice>
  );
}
