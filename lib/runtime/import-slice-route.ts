import { endpoints } from "../contracts/endpoints.ts";
import { importLimits, sliceBody } from "../contracts/imports.ts";
import { invalid, ServiceError } from "../services/errors.ts";
import { takeSlice } from "../services/imports/take-slice.ts";
import { readValidQuery, refuse } from "./api-route.ts";
import { importFiles } from "./import-files.ts";
import { problemResponse } from "./problem-response.ts";
import { BodyTooLarge, readBytes, readJsonBody } from "./read-json-body.ts";
import { refuseForgery, resolveCaller, toContext } from "./request-actor.ts";

/**
 * The route that takes a file slice by slice, as raw bytes up to 2 MB or as base64 in JSON. An Idempotency-Key is not
 * needed: the offset says which bytes these are, and bytes that are in change nothing.
 */
export async function importSliceRoute(
  request: Request,
  next: { readonly params: Promise<Record<string, string | string[] | undefined>> },
): Promise<Response> {
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
    const { offset, last } = readValidQuery(endpoints.sendImportSlice, request);
    const { id } = await next.params;
    const progress = await takeSlice(toContext(caller, requestId), importFiles, String(id), {
      offset,
      last: last === undefined ? null : last === "true",
      bytes: await readSliceBytes(request),
    });
    return Response.json(progress, {
      status: endpoints.sendImportSlice.status,
      headers: { "cache-control": "no-store", "x-request-id": requestId },
    });
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) return refuse(error, requestId);
    const message = `is larger than ${importLimits.sliceBytes / 1024 / 1024} MB; send smaller slices`;
    const problem = { type: "urn:staygreen:problem:too-large", title: "Too large", status: 413 };
    const detail = `The slice ${message}. Nothing of it was stored.`;
    return problemResponse({ ...problem, detail, errors: [{ path: "body", message }] }, requestId, null);
  }
}

async function readSliceBytes(request: Request): Promise<Uint8Array> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/octet-stream") return readBytes(request, importLimits.sliceBytes);
  if (type !== "application/json") {
    throw invalid("Content-Type", "must be application/octet-stream, or application/json with base64");
  }
  const parsed = sliceBody.safeParse(await readJsonBody(request));
  if (!parsed.success) throw invalid("content", "must be the bytes in base64, and nothing beside it");
  return Buffer.from(parsed.data.content, "base64");
}
