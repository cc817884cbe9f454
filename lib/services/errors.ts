/** How a service refuses. Edges map the code to a status; no transport words here. */
export type ServiceErrorCode =
  "NOT_FOUND" | "FORBIDDEN" | "UNAUTHENTICATED" | "CONFLICT" | "VALIDATION" | "RATE_LIMITED" | "UPSTREAM";

export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

export class ServiceError extends Error {
  override readonly name = "ServiceError";
  constructor(
    readonly code: ServiceErrorCode,
    message: string,
    readonly details: { readonly faults?: readonly FieldFault[]; readonly retryAfterSeconds?: number } = {},
  ) {
    super(message);
  }
}

/** True for our errors even when two bundles of the same file made them (server runtime and route bundles). */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && error.name === "ServiceError" && "code" in error;
}

export function notFound(what: string): ServiceError {
  return new ServiceError("NOT_FOUND", `${what} was not found.`);
}

export function invalid(path: string, message: string): ServiceError {
  return new ServiceError("VALIDATION", `${path} ${message}.`, { faults: [{ path, message }] });
}
