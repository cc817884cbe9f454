import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import { redactMessageText } from "../../core/messages/redact-message-text.ts";
import { losslessJson } from "./lossless-json.ts";

const compress = promisify(deflateRaw);
const expand = promisify(inflateRaw);
/** Far above the largest body that is taken in: what grows beyond it is not ours. */
const largestBytes = 16 * 1024 * 1024;

/**
 * What is kept of a signed body: the exact bytes where nobody's words are in it, else the same JSON without them.
 * Compressed at the fastest level, since statuses repeat themselves. A body that is no JSON is kept as it came: it
 * may be all that remains of an event.
 */
export async function packBody(rawBody: Uint8Array): Promise<Uint8Array> {
  return compress(withoutText(rawBody), { level: 1 });
}

/** @throws Error when the bytes were not made by `packBody`. */
export async function unpackBody(packed: Uint8Array): Promise<Uint8Array> {
  return expand(packed, { maxOutputLength: largestBytes });
}

/**
 * Keys under which words of people travel, and escapes that could spell one: in a body of plain statuses there are
 * none, and it need not be read to know that.
 */
const mayHoldWords =
  /"(?!(?:object|entry|id|time|changes|field|value|messaging_product|metadata|display_phone_number|phone_number_id|statuses|status|timestamp|recipient_id|biz_opaque_callback_data|pricing|billable|pricing_model|type|category)")(?:[^"\\]|\\.)*"\s*:/;

function withoutText(rawBody: Uint8Array): Uint8Array {
  if (
    !mayHoldWords.test(Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength).toString("latin1"))
  ) {
    return rawBody;
  }
  let body: unknown;
  try {
    body = losslessJson(new TextDecoder("utf-8").decode(rawBody));
  } catch {
    return rawBody;
  }
  const { value, changed } = redactMessageText(body);
  return changed ? Buffer.from(JSON.stringify(value), "utf8") : rawBody;
}
