import type { z } from "zod";
import { problemShape } from "../contracts/problem.ts";
import { CliFailure } from "./terminal.ts";

export interface ApiClient {
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  post<T>(path: string, shape: z.ZodType<T>, body: unknown): Promise<T>;
  /** Sends a file piece by piece. */
  upload<T>(
    path: string,
    shape: z.ZodType<T>,
    file: { readonly type: string; readonly content: AsyncIterable<Uint8Array> },
  ): Promise<T>;
  /** Sends bytes as they are. */
  putBytes<T>(path: string, shape: z.ZodType<T>, bytes: Uint8Array<ArrayBuffer>): Promise<T>;
  /** The text of a file that a route gives. */
  download(path: string): Promise<string>;
  /** Status and body of a route that answers without a key. */
  probe(path: string): Promise<{ readonly status: number; readonly body: unknown }>;
}

const patienceMs = 30_000;
const uploadPatienceMs = 600_000;

/** The HTTP API of one installation. Every refusal and every network fault is a CliFailure in plain lines. */
export function openApi(url: string, apiKey: string | undefined): ApiClient {
  const base = readBase(url);
  const send = async (path: string, init: RequestInit, patience: number): Promise<Response> => {
    try {
      return await fetch(base + path, { ...init, redirect: "error", signal: AbortSignal.timeout(patience) });
    } catch (error) {
      throw new CliFailure([
        `${base} does not answer (${causeOf(error)}). Is Staygreen running there? See --url.`,
      ]);
    }
  };
  const answerTo = async (path: string, init: RequestInit, patience: number): Promise<Response> => {
    if (apiKey === undefined || apiKey === "") {
      throw new CliFailure(
        [
          "An API key is needed: set STAYGREEN_API_KEY, or give --api-key. Make one under Settings, API keys.",
        ],
        2,
      );
    }
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${apiKey}` };
    const response = await send(path, { ...init, headers }, patience);
    if (!response.ok) throw new CliFailure(problemLines(response.status, await readBody(response)));
    return response;
  };
  const ask = async <T>(
    path: string,
    shape: z.ZodType<T>,
    init: RequestInit,
    patience = patienceMs,
  ): Promise<T> => {
    const body = await readBody(await answerTo(path, init, patience));
    const parsed = shape.safeParse(body);
    if (!parsed.success) {
      throw new CliFailure([`${base} answers in an unexpected form. Is it Staygreen, in the same version?`]);
    }
    return parsed.data;
  };
  return {
    get: (path, shape) => ask(path, shape, {}),
    post: (path, shape, body) =>
      ask(path, shape, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    upload: (path, shape, file) => {
      // Node's fetch takes an iterable, and wants to be told that it need not be read to its end first.
      const streamed = { body: file.content as unknown as BodyInit, duplex: "half" };
      const init = { method: "POST", headers: { "content-type": file.type }, ...streamed };
      return ask(path, shape, init, uploadPatienceMs);
    },
    putBytes: (path, shape, bytes) => {
      const headers = { "content-type": "application/octet-stream" };
      return ask(path, shape, { method: "PUT", headers, body: bytes }, uploadPatienceMs);
    },
    download: async (path) => {
      const response = await answerTo(path, {}, uploadPatienceMs);
      return response.text();
    },
    probe: async (path) => {
      const response = await send(path, {}, patienceMs);
      return { status: response.status, body: await readBody(response) };
    },
  };
}

function readBase(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CliFailure(
      [`--url ${url} is not an http or https address. Example: --url http://localhost:3000`],
      2,
    );
  }
  return url.replace(/\/+$/, "");
}

async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** Each fault as "field: message", or what the refusal says as a whole. */
function problemLines(status: number, body: unknown): string[] {
  const problem = problemShape.safeParse(body);
  if (!problem.success) return [`The server answered ${status}.`];
  const faults = (problem.data.errors ?? []).map(({ path, message }) => `${path}: ${message}`);
  return faults.length > 0 && status === 422 ? faults : [problem.data.detail, ...faults];
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer in time";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : error.message;
}
