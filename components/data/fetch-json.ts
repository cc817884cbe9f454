import { ProblemError } from "./problem-error.ts";

/**
 * Loads the contract's shape when the first answer arrives: validation stays out of the first paint's JavaScript.
 */
export type ShapeLoader<T> = () => Promise<{ parse: (value: unknown) => T }>;

interface Request {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  /** Sent as it is, in place of a JSON body; waited for longer. */
  readonly upload?: { readonly content: Blob; readonly type: string };
  readonly signal?: AbortSignal;
}

const patienceMs = 20_000;
const uploadPatienceMs = 300_000;

/** One request to our own API, its answer checked against the contract. Throws ProblemError. */
export async function fetchJson<T>(path: string, loadShape: ShapeLoader<T>, request: Request = {}): Promise<T> {
  const response = await send(path, request);
  const body: unknown = await response.json().catch(() => null);
  await import("./without-eval.ts");
  const shape = await loadShape();
  try {
    return shape.parse(body);
  } catch {
    throw new ProblemError(
      "The answer has an unexpected form.",
      "Page and server may be of different versions. Reload the page.",
      response.status,
    );
  }
}

/** A request whose answer has no body worth reading. Throws ProblemError. */
export async function sendOnly(path: string, request: Request): Promise<void> {
  await send(path, request);
}

async function send(path: string, { method = "GET", body, upload, signal }: Request): Promise<Response> {
  const deadline = AbortSignal.timeout(upload === undefined ? patienceMs : uploadPatienceMs);
  const type = upload?.type ?? (body === undefined ? null : "application/json");
  const response = await fetch(path, {
    method,
    headers: {
      accept: "application/json",
      ...(type === null ? {} : { "content-type": type }),
    },
    body: upload?.content ?? (body === undefined ? null : JSON.stringify(body)),
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new ProblemError(
      "Staygreen did not answer.",
      "The server is down or your network is. It is tried again by itself.",
      0,
    );
  });
  if (!response.ok) throw await readProblem(response);
  return response;
}

async function readProblem(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null);
  const problem: Record<string, unknown> = isRecord(body) ? body : {};
  const errors = Array.isArray(problem["errors"]) ? problem["errors"].flatMap(readFault) : [];
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ProblemError(
    typeof problem["title"] === "string" ? sentence(problem["title"]) : `The server answered ${response.status}.`,
    typeof problem["detail"] === "string" ? problem["detail"] : "No more is known.",
    response.status,
    errors,
    Number.isFinite(retryAfter) ? retryAfter : null,
  );
}

function readFault(value: unknown): { path: string; message: string }[] {
  if (!isRecord(value)) return [];
  const { path, message } = value;
  return typeof path === "string" && typeof message === "string" ? [{ path, message }] : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
