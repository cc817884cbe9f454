import type { Notification, SendResult } from "../../../core/alerting/notification.ts";
import type { GuardedHttp } from "../guarded-http.ts";
import { httpSendResult } from "../http-send-result.ts";
import { renderSlack } from "./render-slack.ts";
import type { SlackPace } from "./slack-pace.ts";

/**
 * Answers after which this webhook takes no message any more (docs/faults.md F53). `invalid_payload` is among them: our
 * messages keep to Slack's limits, so it means an address that expects another kind of message, such as a workflow's.
 */
const brokenStatuses: ReadonlySet<number> = new Set([403, 404, 410]);
const brokenWords =
  /channel_is_archived|channel_not_found|invalid_payload|invalid_token|token_revoked|no_service|no_team|team_disabled|action_prohibited/;

/** Sends to a Slack incoming webhook. A second message with the same content may appear after a crash: Slack has no keys. */
export async function sendSlack(
  parts: { readonly http: GuardedHttp; readonly pace: SlackPace },
  url: string,
  notification: Notification,
): Promise<SendResult> {
  const comeBackAfter = await parts.pace.waitForTurn(url);
  if (comeBackAfter !== null) {
    return {
      outcome: "retry",
      detail: `Slack takes one message a second, or has asked for a pause: waiting ${comeBackAfter} s.`,
      retryAfterSeconds: comeBackAfter,
    };
  }
  const outcome = await parts.http.post(url, {
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(renderSlack(notification)),
  });
  if (outcome.kind === "response" && outcome.status === 429) {
    parts.pace.holdOff(url, outcome.retryAfterSeconds ?? 1);
  }
  return httpSendResult(
    "Slack",
    outcome,
    (status, body) => brokenStatuses.has(status) || (status >= 400 && brokenWords.test(body)),
  );
}
