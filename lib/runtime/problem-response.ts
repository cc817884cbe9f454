import type { Problem } from "../contracts/problem.ts";
import { isServiceError, type ServiceErrorCode } from "../services/errors.ts";

const kinds: Readonly<Record<ServiceErrorCode, { status: number; title: string }>> = {
  UNAUTHENTICATED: { status: 401, title: "Not signed in" },
  FORBIDDEN: { status: 403, title: "Not allowed" },
  NOT_FOUND: { status: 404, title: "Not found" },
  CONFLICT: { status: 409, title: "Conflict" },
  VALIDATION: { status: 422, title: "Invalid input" },
  RATE_LIMITED: { status: 429, title: "Too many requests" },
  UPSTREAM: { status: 502, title: "Meta could not be asked" },
};

/** Any error as RFC 9457 problem details. What is not ours says nothing about itself: no stack, no SQL. */
export function toProblem(error: unknown): Problem {
  if (!isServiceError(error)) {
    const detail = "Something went wrong on our side. It is logged under the request id.";
    return { type: "about:blank", title: "Internal error", status: 500, detail };
  }
  const { status, title } = kinds[error.code];
  const type = `urn:staygreen:problem:${error.code.toLowerCase().replaceAll("_", "-")}`;
  const faults = error.details.faults;
  return {
    type,
    title,
    status,
    detail: error.message,
    ...(faults === undefined ? {} : { errors: faults.map(({ path, message }) => ({ path, message })) }),
  };
}

export function problemResponse(
  problem: Problem,
  requestId: string,
  retryAfterSeconds: number | null,
): Response {
  return Response.json(problem, {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...(retryAfterSeconds === null ? {} : { "retry-after": String(Math.ceil(retryAfterSeconds)) }),
    },
  });
}
