import { Webhook } from "standardwebhooks";
import type { SendResult } from "../../../core/alerting/notification.ts";
import type { GuardedHttp } from "../guarded-http.ts";
import { httpSendResult } from "../http-send-result.ts";

/**
 * Posts a signed body (standardwebhooks.com): `webhook-timestamp` is the time of this try, so that receivers' five-minute
 * tolerance holds; id and body are the same over retries.
 *
 * @param target.secret `whsec_` and base64. During a rotation several, separated by spaces: each signs.
 */
export async function postSigned(
  parts: { readonly http: GuardedHttp; readonly now: () => Date },
  target: { readonly url: string; readonly secret: string },
  message: { readonly id: string; readonly body: string },
): Promise<SendResult> {
  const { id, body } = message;
  const at = parts.now();
  const signature = sign(target.secret, id, at, body);
  if (signature === null) {
    return {
      outcome: "failed",
      detail: "Not sent. The signing secret is not whsec_ and base64; give it a new one.",
      channelBroken: true,
    };
  }
  const outcome = await parts.http.post(target.url, {
    headers: {
      "content-type": "application/json",
      "user-agent": "Staygreen",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
      "webhook-signature": signature,
    },
    body,
  });
  return httpSendResult("The receiver", outcome, (status) => status === 410);
}

/** Null for a secret that cannot be decoded. The library's error might quote it. */
function sign(secrets: string, id: string, at: Date, body: string): string | null {
  try {
    const signers = secrets
      .split(/\s+/)
      .filter((secret) => secret !== "")
      .map((secret) => new Webhook(secret));
    return signers.length === 0 ? null : signers.map((signer) => signer.sign(id, at, body)).join(" ");
  } catch {
    return null;
  }
}
