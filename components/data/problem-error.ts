import type { Problem } from "@/lib/contracts/problem.ts";

/** A refusal or a failed request, in the words of the server where it gave any. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  constructor(
    readonly title: string,
    readonly detail: string,
    /** HTTP status; 0 when there was no answer at all. */
    readonly status: number,
    readonly errors: NonNullable<Problem["errors"]> = [],
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(`${title} ${detail}`);
  }
}

export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError(
    "Something went wrong in this page.",
    error instanceof Error ? error.message : "No more is known.",
    0,
  );
}
