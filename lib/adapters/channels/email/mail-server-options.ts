import { isIP } from "node:net";
import type { SMTPTransportOptions } from "nodemailer/lib/smtp-transport";
import { addressFault } from "../address-fault.ts";

/**
 * nodemailer's options for SMTP_URL. Encryption is demanded wherever the way leaves this machine: `smtps://` encrypts from
 * the start, `smtp://` must be able to upgrade (STARTTLS), and neither ever goes on in plain text when that fails. Exceptions:
 * a server on this machine (plain text allowed, any certificate); a server at a private address or a name without a domain,
 * without a password (plain text allowed); and `?requireTLS=false` in SMTP_URL, where the operator says that the way is safe.
 */
export function mailServerOptions(smtpUrl: string): SMTPTransportOptions {
  const url = new URL(smtpUrl);
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const isHere = host === "localhost" || (isIP(host) !== 0 && addressFault(host) === "a loopback address");
  const isNear = isIP(host) === 0 ? !host.includes(".") : addressFault(host) !== null;
  const mayBePlain = isHere || (isNear && url.username === "");
  const decidedByUrl = url.searchParams.has("requireTLS") || url.searchParams.has("ignoreTLS");
  return {
    url: smtpUrl,
    ...(mayBePlain || decidedByUrl ? {} : { requireTLS: true }),
    // Nobody can stand between two ends of one machine, and local servers mostly have certificates that nobody signed.
    tls: { minVersion: "TLSv1.2", rejectUnauthorized: !isHere },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 15_000,
    dnsTimeout: 5_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
