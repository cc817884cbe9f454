import { createHash } from "node:crypto";
import type { Notification, SendResult } from "../../../core/alerting/notification.ts";
import { plainLine, shorten } from "../plain-text.ts";
import type { MailServer, RecipientResult } from "./mail-server.ts";
import type { RecipientMemory } from "./recipient-memory.ts";
import { renderEmail, renderLinesEmail } from "./render-email.ts";

/** Greylisting servers want some minutes; docs/faults.md F55 says 5 to 30. */
const laterSeconds = 300;

/** What a channel answers while SMTP_URL is unset. Not broken: the same channel works once it is set. */
export const noMailServer: SendResult = {
  outcome: "failed",
  detail: "Not sent. No mail server is set up: an operator must set SMTP_URL.",
  channelBroken: false,
};

/**
 * Sends a notification to several people as one message. A recipient once accepted or refused for good is left out of later
 * tries (see `createRecipientMemory` for the limit), so the result speaks of all of them: "retry" while any is waiting,
 * "sent" when any was accepted, "failed" when none was.
 */
export async function sendEmail(
  parts: {
    readonly server: MailServer;
    readonly memory: RecipientMemory;
    /** Host part of Message-IDs; the same over restarts, or receivers cannot see that a mail is a repetition. */
    readonly messageIdHost: string;
  },
  to: readonly string[],
  notification: Notification,
): Promise<SendResult> {
  const addresses = [...new Set(to)];
  const { dedupeKey, incident } = notification;
  const recipients = addresses.filter((address) => !parts.memory.of(dedupeKey).has(address));
  const tried =
    recipients.length === 0
      ? []
      : await parts.server.deliver({
          ...renderEmail(notification),
          to: addresses,
          recipients,
          date: new Date(notification.sentAt),
          messageId: messageId(dedupeKey, parts.messageIdHost),
          references: incident === null ? null : messageId(`incident ${incident.id}`, parts.messageIdHost),
        });
  parts.memory.settle(dedupeKey, tried);
  const settled = parts.memory.of(dedupeKey);
  const results = addresses.flatMap(
    (address) => settled.get(address) ?? tried.find((result) => result.address === address) ?? [],
  );
  return summarize(results);
}

/** Sends plain lines to one person, once; for invitations. */
export async function sendLines(
  parts: { readonly server: MailServer; readonly now: () => Date },
  message: { readonly to: string; readonly subject: string; readonly lines: readonly string[] },
): Promise<SendResult> {
  const results = await parts.server.deliver({
    ...renderLinesEmail(message.subject, message.lines),
    to: [message.to],
    recipients: [message.to],
    date: parts.now(),
    messageId: null,
    references: null,
  });
  return summarize(results);
}

/** Hashed: a key may hold characters that a Message-ID may not. */
function messageId(key: string, host: string): string {
  const name = createHash("sha256").update(key).digest("hex").slice(0, 32);
  return `<${name}@${host.replace(/[^A-Za-z0-9.-]/g, "") || "localhost"}>`;
}

function summarize(results: readonly RecipientResult[]): SendResult {
  // Addresses are a person's input until the mail server has taken them.
  const shown = ({ address }: RecipientResult) => shorten(plainLine(address), 100);
  const of = (result: RecipientResult["result"]) => results.filter((each) => each.result === result);
  const [accepted, later, refused] = [of("accepted"), of("later"), of("refused")];
  const detail = [
    accepted.length === 0 ? "" : `Accepted for ${accepted.map(shown).join(", ")}.`,
    ...later.map((result) => `Not yet for ${shown(result)}: ${result.said}.`),
    ...refused.map((result) => `Refused for ${shown(result)}: ${result.said}.`),
  ]
    .filter((part) => part !== "")
    .join(" ");
  if (later.length > 0) {
    const isGreylisted = later.every(({ status }) => status !== null && status >= 400 && status < 500);
    return { outcome: "retry", detail, retryAfterSeconds: isGreylisted ? laterSeconds : null };
  }
  if (accepted.length > 0) return { outcome: "sent", detail };
  return { outcome: "failed", detail, channelBroken: results.length === 0 || refused.every(isNoSuchAddress) };
}

/** Enhanced status 5.1.x (RFC 3463) is about the address itself; other refusals are about this message or this moment. */
function isNoSuchAddress({ said }: RecipientResult): boolean {
  return /\b5\.1\.\d/.test(said);
}
