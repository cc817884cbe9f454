import type { Notification } from "../../../core/alerting/notification.ts";

/** The body of an outgoing webhook. More fields may come; these stay. */
export interface WebhookMessage {
  readonly type: "incident.opened" | "incident.worsened" | "incident.resolved" | "test";
  /** When the notification was made, the same over retries. */
  readonly timestamp: string;
  readonly data: Pick<Notification, "severity" | "title" | "lines" | "action" | "links" | "incident"> & {
    readonly organization: { readonly name: string };
  };
}

const types = {
  opened: "incident.opened",
  worsened: "incident.worsened",
  resolved: "incident.resolved",
  test: "test",
} as const;

/** Renders a notification as a Standard Webhooks event. Text is raw: the receiver escapes for where it shows it. */
export function renderWebhook(notification: Notification): WebhookMessage {
  const { severity, title, lines, action, links, incident, organizationName } = notification;
  return {
    type: types[notification.reason],
    timestamp: notification.sentAt,
    data: { severity, title, lines, action, links, organization: { name: organizationName }, incident },
  };
}
