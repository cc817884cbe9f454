import type { Notification, SendResult } from "../../../core/alerting/notification.ts";
import type { GuardedHttp } from "../guarded-http.ts";
import { postSigned } from "./post-signed.ts";
import { renderWebhook } from "./render-webhook.ts";

/** Sends a signed event: `webhook-id` is the dedupe key. 410 disables the channel. */
export function sendWebhook(
  parts: { readonly http: GuardedHttp; readonly now: () => Date },
  target: { readonly url: string; readonly secret: string },
  notification: Notification,
): Promise<SendResult> {
  const body = JSON.stringify(renderWebhook(notification));
  return postSigned(parts, target, { id: notification.dedupeKey, body });
}
