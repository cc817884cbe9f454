import type { Endpoint } from "../contracts/endpoints.ts";
import { apiRoute } from "./api-route.ts";
import { uploadRoute } from "./upload-route.ts";

/** A route that takes JSON, or a file with what belongs to it in the query: the media type says which. */
export function jsonOrUploadRoute<E extends Endpoint>(
  endpoint: E,
  takeJson: Parameters<typeof apiRoute<E>>[1],
  mostBytes: number,
  takeFile: Parameters<typeof uploadRoute<E>>[2],
): ReturnType<typeof apiRoute<E>> {
  const json = apiRoute(endpoint, takeJson);
  const file = uploadRoute(endpoint, mostBytes, takeFile);
  return (request, next) => {
    const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
    return type === undefined || type === "application/json" ? json(request, next) : file(request);
  };
}
