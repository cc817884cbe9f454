import type { Severity } from "./severity.ts";

/** Why a message is sent. */
export type NotificationReason = "opened" | "worsened" | "resolved" | "test";

/**
 * One message to one channel about one incident, rendered into words and still free of any channel's format. The same
 * notification may be sent again after a crash: `dedupeKey` lets the receiver see that it is the same.
 */
export interface Notification {
  /** Stable over retries; becomes webhook-id, Message-ID and the like. */
  readonly dedupeKey: string;
  readonly reason: NotificationReason;
  readonly severity: Severity;
  /** One line: severity, what, where. */
  readonly title: string;
  /** Plain sentences, one a line. */
  readonly lines: readonly string[];
  /** What to do now. */
  readonly action: string;
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly organizationName: string;
  /** For programs; no secrets, no recipients' numbers. */
  readonly incident: {
    readonly id: string;
    readonly kind: string;
    readonly state: string;
    readonly openedAt: string;
    readonly resolvedAt: string | null;
    readonly subject: Readonly<Record<string, string>>;
  } | null;
  readonly sentAt: string;
}

/** What became of one try. */
export type SendResult =
  | { outcome: "sent"; detail: string }
  /** Trying again could help; `retryAfterSeconds` when the receiver named a time. */
  | { outcome: "retry"; detail: string; retryAfterSeconds: number | null }
  /** Trying again cannot help; `channelBroken` when no message to this channel will ever arrive. */
  | { outcome: "failed"; detail: string; channelBroken: boolean };

/** Where a channel leads, decrypted. */
export type ChannelConfig =
  | { kind: "email"; to: readonly string[] }
  | { kind: "slack"; url: string }
  | { kind: "webhook"; url: string; secret: string };
