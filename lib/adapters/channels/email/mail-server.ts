import { domainToASCII } from "node:url";
import { createTransport } from "nodemailer";
import { plainLine, shorten } from "../plain-text.ts";
import { mailServerOptions } from "./mail-server-options.ts";
import type { RenderedMail } from "./render-email.ts";

/** What the server said about one recipient. `status` is its SMTP code, null when it did not come to that. */
export interface RecipientResult {
  readonly address: string;
  readonly result: "accepted" | "later" | "refused";
  readonly status: number | null;
  readonly said: string;
}

export interface OutgoingMail extends RenderedMail {
  /** For the header: everybody concerned, on every try, so that a repeated mail is the same mail. */
  readonly to: readonly string[];
  /** For this try: who is still waiting. */
  readonly recipients: readonly string[];
  readonly date: Date;
  /** With angle brackets; made up by the mail library when null. */
  readonly messageId: string | null;
  /** Message-ID of the thread, with angle brackets. */
  readonly references: string | null;
}

export interface MailServer {
  /** One result for each recipient. Never throws. */
  deliver(mail: OutgoingMail): Promise<readonly RecipientResult[]>;
}

/** nodemailer's errors, as far as they are read here. */
interface MailError {
  readonly code?: unknown;
  /** The system's code behind nodemailer's, such as ECONNREFUSED or CERT_HAS_EXPIRED. */
  readonly originalCode?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly rejectedErrors?: readonly (MailError & { readonly recipient?: unknown })[];
}

/**
 * One connection and one message for each call; the server accepts or refuses each recipient of the envelope by itself.
 *
 * @param parts.deadlineMs For the whole call. Below the outbox's lease, so that a slow server never makes two workers send.
 */
export function createMailServer(parts: {
  readonly smtpUrl: string;
  readonly from: string;
  readonly deadlineMs?: number;
}): MailServer {
  const transport = createTransport(mailServerOptions(parts.smtpUrl));
  const from = mailboxOf(parts.from);

  return {
    async deliver(mail) {
      const recipients = mail.recipients.filter(isAddress);
      const odd = mail.recipients.filter((address) => !isAddress(address));
      return [
        ...odd.map((address) => ({ address, ...notAnAddress })),
        ...(recipients.length === 0 ? [] : await deliverTo(recipients, mail)),
      ];
    },
  };

  async function deliverTo(
    recipients: readonly string[],
    mail: OutgoingMail,
  ): Promise<readonly RecipientResult[]> {
    try {
      const info = await transport.sendMail({
        from,
        to: mail.to.filter(isAddress).map((address) => ({ name: "", address })),
        envelope: { from: from.address, to: [...recipients] },
        subject: plainLine(mail.subject),
        text: mail.text,
        html: mail.html,
        date: mail.date,
        ...(mail.messageId === null ? {} : { messageId: mail.messageId }),
        ...(mail.references === null ? {} : { references: mail.references }),
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        signal: AbortSignal.timeout(parts.deadlineMs ?? 25_000),
      });
      const errors = (info as MailError).rejectedErrors ?? [];
      // A refusal that matches nobody must not make its owner count as accepted.
      const isMatched = errors.every((error) => recipients.some((address) => isRefusalOf(address, error)));
      const rest = isMatched
        ? ({ result: "accepted", status: 250 } as const)
        : ({ result: "later", status: null } as const);
      const said = plainLine(info.response);
      return recipients.map((address) => ownResult(address, errors) ?? { address, ...rest, said });
    } catch (error) {
      const fault = error as MailError;
      const errors = fault.rejectedErrors ?? [];
      return recipients.map(
        (address) => ownResult(address, errors) ?? { address, ...judge(fault), said: describe(fault) },
      );
    }
  }
}

const notAnAddress = {
  result: "refused",
  status: null,
  said: "5.1.3 this is not an e-mail address",
} as const;

/** Strict on purpose: the mail library would read lists, groups and comments out of a looser text. */
function isAddress(text: string): boolean {
  return /^[^\s\p{Cc}<>()[\]@,;:"\\]+@[^\s\p{Cc}<>()[\]@,;:"\\]+$/u.test(text);
}

/** `Name <address>` or a bare address, taken apart here so that nothing in the name is read as an address. */
function mailboxOf(text: string): { name: string; address: string } {
  const [, name = "", address = text] = /^(.*)<([^<>]+)>\s*$/.exec(plainLine(text)) ?? [];
  return { name: name.trim().replace(/^"(.*)"$/, "$1"), address: plainLine(address) };
}

function ownResult(
  address: string,
  errors: NonNullable<MailError["rejectedErrors"]>,
): RecipientResult | null {
  const own = errors.find((error) => isRefusalOf(address, error));
  return own === undefined ? null : { address, ...judge(own), said: describe(own) };
}

function isRefusalOf(address: string, error: { readonly recipient?: unknown }): boolean {
  return typeof error.recipient === "string" && onWire(error.recipient) === onWire(address);
}

/** The address as the mail library writes it in the envelope: domain in lower case and in ASCII. */
function onWire(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)).toLowerCase()}`;
}

/**
 * 5xx to the envelope or the message is final (docs/faults.md F55). Everything else is trouble on the way, or a setting that the
 * operator will put right (sign-in, encryption): worth another try.
 */
function judge(error: MailError): Pick<RecipientResult, "result" | "status"> {
  const status = typeof error.responseCode === "number" ? error.responseCode : null;
  const isAboutMail = error.code === "EENVELOPE" || error.code === "EMESSAGE";
  const isAboutSignIn = status !== null && [530, 534, 535, 538].includes(status);
  const isFinal = isAboutMail && !isAboutSignIn && (status === null || status >= 500);
  return { result: isFinal ? "refused" : "later", status };
}

const faultWords: Readonly<Record<string, string>> = {
  EAUTH: "the mail server refused the sign-in; check the user and password in SMTP_URL",
  ECONNECTION: "the mail server closed the connection",
  EDNS: "the mail server's name could not be looked up; check SMTP_URL",
  EPROTOCOL: "the mail server did not answer like one",
  ESOCKET: "the connection to the mail server failed",
  ETIMEDOUT: "the mail server took too long",
  EABORT: "the mail server took too long",
  ETLS:
    "the secure connection to the mail server failed, and nothing was sent without encryption; check its certificate, or " +
    "add ?requireTLS=false to SMTP_URL if the way there is safe",
};

/** Our words and the server's answer. The library's own messages are left out: they may quote what was sent. */
function describe(error: MailError): string {
  const cause = typeof error.originalCode === "string" ? error.originalCode : "";
  const isSecurity = /CERT|SIGNATURE|SSL|TLS/.test(cause);
  const code = isSecurity ? "ETLS" : typeof error.code === "string" ? error.code : "";
  const answer = typeof error.response === "string" ? shorten(plainLine(error.response), 200) : "";
  const words = faultWords[code] ?? (answer === "" ? `sending failed${code === "" ? "" : ` (${code})`}` : "");
  return [cause === "" ? words : `${words} (${cause})`, answer].filter((part) => part !== "").join(": ");
}
