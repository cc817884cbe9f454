import { receiveWebhook } from "../services/webhooks/receive-webhook.ts";
import { verifyHandshake } from "../services/webhooks/verify-handshake.ts";
import { getRuntime } from "./current.ts";
import { processMetrics } from "./metrics.ts";
import { BodyTooLarge, readBytes } from "./read-json-body.ts";

/** Meta sends at most 3 MB; a larger body is not Meta's. */
const largestBytes = 4 * 1024 * 1024;

/** Meta's verification of the callback address: the bare challenge as text, or 403. */
export async function handleHandshake(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const challenge = await verifyHandshake(getRuntime().ports, {
    mode: query.get("hub.mode"),
    verifyToken: query.get("hub.verify_token"),
    challenge: query.get("hub.challenge"),
  });
  return challenge === null ? answer(403, "refused") : answer(200, "handshake", challenge);
}

/**
 * One delivery: stored, then 200, nothing else. Anything but 200 makes Meta try again for days, so a database that is
 * away answers 503 and nothing is kept in memory.
 */
export async function handleDelivery(request: Request): Promise<Response> {
  const { ports } = getRuntime();
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json" || request.headers.get("content-encoding") !== null)
    return answer(415, "wrong-type");
  let rawBody: Uint8Array;
  try {
    rawBody = await readBytes(request, largestBytes);
  } catch (error) {
    if (error instanceof BodyTooLarge) return answer(413, "too-large");
    return answer(400, "cut-off");
  }
  try {
    const signature = request.headers.get("x-hub-signature-256");
    const received = await receiveWebhook(ports, { rawBody, signature });
    return received === "stored" ? answer(200, "stored") : answer(401, "bad-signature");
  } catch (error) {
    ports.log.error({ error: String(error) }, "a webhook could not be stored; Meta will send it again");
    return answer(503, "not-stored");
  }
}

function answer(status: number, outcome: string, body = ""): Response {
  processMetrics().webhooks.inc({ outcome });
  return new Response(body, {
    status,
    headers: { "content-type": "text/plain", "cache-control": "no-store" },
  });
}
