import type { Endpoint } from "../contracts/endpoints.ts";
import { FileRefused, isFileRefused } from "../core/history/file-refused.ts";
import type { ServiceContext } from "../services/context.ts";
import { ServiceError } from "../services/errors.ts";
import { readValidQuery, refuse } from "./api-route.ts";
import { problemResponse } from "./problem-response.ts";
import { refuseForgery, resolveCaller, toContext } from "./request-actor.ts";

export interface Upload<E extends Endpoint> {
  readonly query: ReturnType<typeof readValidQuery<E>>;
  /** Media type in lower case, without its parameters. */
  readonly type: string;
  /** As the sender declares it; null when not. */
  readonly charset: string | null;
  /** The body as it arrives, counted. @throws FileRefused over the limit. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * A route that reads a file while it arrives. A body that is refused as a whole answers 422, over a limit 413, each with
 * the line where there is one.
 */
export function uploadRoute<E extends Endpoint>(
  endpoint: E,
  mostBytes: number,
  handle: (ctx: ServiceContext, upload: Upload<E>) => Promise<unknown>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
    try {
      const caller = await resolveCaller(request.headers);
      if (caller === null) {
        throw new ServiceError(
          "UNAUTHENTICATED",
          "Sign in, or send an API key as Authorization: Bearer <key>.",
        );
      }
      if (caller.by === "session") refuseForgery(request);
      const query = readValidQuery(endpoint, request);
      const declared = request.headers.get("content-type") ?? "";
      const answer = await handle(toContext(caller, requestId), {
        query,
        type: declared.split(";")[0]?.trim().toLowerCase() ?? "",
        charset: /;\s*charset=("?[^;\s]+"?)/i.exec(declared)?.[1] ?? null,
        bytes: countedBytes(request, mostBytes),
      });
      return Response.json(answer, {
        status: endpoint.status,
        headers: { "cache-control": "no-store", "x-request-id": requestId },
      });
    } catch (error) {
      return isFileRefused(error) ? refuseFile(error, requestId) : refuse(error, requestId);
    }
  };
}

async function* countedBytes(request: Request, most: number): AsyncGenerator<Uint8Array> {
  const tooLarge = () => new FileRefused(`is larger than ${most / 1024 / 1024} MB`, null, true);
  if (Number(request.headers.get("content-length") ?? "0") > most) throw tooLarge();
  let size = 0;
  // Node's web streams can be iterated; the DOM types do not say so.
  for await (const piece of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += piece.byteLength;
    if (size > most) throw tooLarge();
    yield piece;
  }
}

function refuseFile(error: FileRefused, requestId: string): Response {
  const place = error.line === null ? "" : ` (line ${error.line})`;
  const kind = error.tooLarge
    ? { type: "urn:staygreen:problem:too-large", title: "Too large", status: 413 }
    : { type: "urn:staygreen:problem:validation", title: "Invalid input", status: 422 };
  const detail = `The file ${error.message}${place}. Nothing of it was kept.`;
  const path = error.line === null ? "file" : `line ${error.line}`;
  return problemResponse({ ...kind, detail, errors: [{ path, message: error.message }] }, requestId, null);
}
