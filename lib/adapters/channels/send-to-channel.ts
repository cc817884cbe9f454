import { setTimeout as sleep } from "node:timers/promises";
import type { ChannelConfig, Notification, SendResult } from "../../core/alerting/notification.ts";
import { systemClock, type Clock } from "../clock.ts";
import { createMailServer } from "./email/mail-server.ts";
import { createRecipientMemory } from "./email/recipient-memory.ts";
import { noMailServer, sendEmail, sendLines } from "./email/send-email.ts";
import type { GuardedHttp } from "./guarded-http.ts";
import { sendSlack } from "./slack/send-slack.ts";
import { createSlackPace } from "./slack/slack-pace.ts";
import { sendWebhook } from "./webhook/send-webhook.ts";

export interface ChannelSenderParts {
  readonly http: GuardedHttp;
  /** SMTP_URL; without it no mail can be sent. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** Host part of Message-IDs, such as APP_URL's; keep it over restarts. */
  readonly messageIdHost: string;
  readonly clock?: Clock;
  /** For the whole of one mail; 25 s, below the outbox's lease. */
  readonly mailDeadlineMs?: number;
}

export interface ChannelSender {
  /** One try. Never throws, and takes at most about 25 s. */
  send(config: ChannelConfig, notification: Notification): Promise<SendResult>;
  /** One mail to one person; null without a mail server, so that callers can offer another way. */
  readonly sendMail: ((to: string, subject: string, lines: readonly string[]) => Promise<SendResult>) | null;
}

/** The channels of one process: it remembers accepted mail recipients and the pace of each Slack webhook. */
export function createChannelSender(parts: ChannelSenderParts): ChannelSender {
  const { http, smtpUrl, mailFrom: from, messageIdHost, clock = systemClock } = parts;
  const now = () => clock.now();
  const pace = createSlackPace({ clock, sleep: (milliseconds) => sleep(milliseconds) });
  const memory = createRecipientMemory();
  const server =
    smtpUrl === undefined
      ? null
      : createMailServer({
          smtpUrl,
          from,
          ...(parts.mailDeadlineMs === undefined ? {} : { deadlineMs: parts.mailDeadlineMs }),
        });

  function dispatch(config: ChannelConfig, notification: Notification): Promise<SendResult> {
    switch (config.kind) {
      case "slack":
        return sendSlack({ http, pace }, config.url, notification);
      case "webhook":
        return sendWebhook({ http, now }, config, notification);
      case "email":
        return server === null
          ? Promise.resolve(noMailServer)
          : sendEmail({ server, memory, messageIdHost }, config.to, notification);
    }
  }

  return {
    async send(config, notification) {
      try {
        return await dispatch(config, notification);
      } catch (error) {
        // A fault of ours in one message must not stop the round for the others; it ends as a visible dead letter.
        const name = error instanceof Error ? error.name : "unknown";
        return {
          outcome: "retry",
          detail: `Staygreen failed to send this (${name}).`,
          retryAfterSeconds: null,
        };
      }
    },
    sendMail:
      server === null ? null : (to, subject, lines) => sendLines({ server, now }, { to, subject, lines }),
  };
}
