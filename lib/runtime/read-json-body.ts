import { invalid } from "../services/errors.ts";

const largestBytes = 1024 * 1024;

/** The body is larger than allowed. The edge answers 413. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/**
 * Reads at most `limit` bytes, counting while they arrive.
 *
 * @throws BodyTooLarge; ServiceError VALIDATION for a compressed body and for one that breaks off.
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const encoding = request.headers.get("content-encoding") ?? "identity";
  if (encoding.trim().toLowerCase() !== "identity") {
    throw invalid("Content-Encoding", "must be absent: compressed bodies are not read");
  }
  const declared = Number(request.headers.get("content-length") ?? "0");
  if (declared > limit) throw new BodyTooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Node's web streams can be iterated; the DOM types do not say so.
    for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > limit) throw new BodyTooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BodyTooLarge) throw error;
    // The sender went away. Nobody reads the answer, and nothing is wrong here.
    throw invalid("body", "broke off before its end");
  }
  return Buffer.concat(chunks);
}

/**
 * The JSON body of an API request; an absent body reads as an empty object.
 *
 * @throws ServiceError VALIDATION for another content type, a body over 1 MB, or text that is not JSON.
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(request, largestBytes);
  } catch (error) {
    if (error instanceof BodyTooLarge) throw invalid("body", "is larger than 1 MB");
    throw error;
  }
  if (bytes.byteLength === 0) return {};
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw invalid("Content-Type", "must be application/json");
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalid("body", "is not valid JSON");
  }
  const nul = pathOfNul(body, []);
  if (nul !== null) throw invalid(nul, "contains the character U+0000");
  return body;
}

/** Where a text holds U+0000, which PostgreSQL cannot store; refused here so that it is an answer and not a fault. */
function pathOfNul(value: unknown, path: readonly string[]): string | null {
  if (typeof value === "string") return value.includes("\u0000") ? path.join(".") || "body" : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = key.includes("\u0000") ? path.join(".") || "body" : pathOfNul(inner, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
