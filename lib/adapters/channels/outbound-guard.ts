import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { SettingsError } from "../env.ts";
import { addressFault } from "./address-fault.ts";

/** Decides where user-set addresses may lead. Reasons are plain words without paths: those may hold secrets. */
export interface OutboundGuard {
  /** Why a URL is refused by its text alone, or null. */
  checkUrl(url: string): string | null;
  /** Why an address that `host` resolved to is refused, or null. */
  checkAddress(host: string, port: number, address: string): string | null;
}

interface AllowedHost {
  readonly host: string;
  /** Null allows every port. */
  readonly port: number | null;
}
type Range = ReturnType<typeof ipaddr.parseCIDR>;

export interface OutboundGuardOptions {
  /** channels: https on 443 and 8443. pages: what the public web has, http on 80 and https on 443. */
  readonly of?: "channels" | "pages";
}

/**
 * Public https on the usual ports, and beyond that what the operator lists: a host name or IP address (any port, http too,
 * wherever the name resolves to), the same with a port (that port only), or an address range in CIDR form.
 *
 * @throws SettingsError naming an entry of OUTBOUND_ALLOW that is none of these.
 */
export function createOutboundGuard(
  allow: readonly string[],
  { of = "channels" }: OutboundGuardOptions = {},
): OutboundGuard {
  const hosts: AllowedHost[] = [];
  const ranges: Range[] = [];
  for (const entry of allow) {
    const range = parseRange(entry);
    if (range !== null) ranges.push(range);
    else hosts.push(parseHost(entry));
  }

  const isNamed = (host: string, port: number) =>
    hosts.some((allowed) => allowed.host === host && (allowed.port === null || allowed.port === port));
  const isInRange = (address: string) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
  };

  const isOfPages = of === "pages";
  // Whoever may note a page must not learn from it what stands on private addresses: no list of them for pages.
  const wayOutFor = (host: string) =>
    isOfPages ? "" : ` An operator can allow it by adding ${host} to OUTBOUND_ALLOW.`;
  const portFault = (protocol: string, port: number): string | null => {
    if (isOfPages) {
      const usual = protocol === "http:" ? 80 : 443;
      return port === usual ? null : `Port ${port} is not ${usual}.`;
    }
    if (protocol === "http:") return "The address must begin with https://.";
    return port === 443 || port === 8443 ? null : `Port ${port} is not 443 or 8443.`;
  };

  return {
    checkUrl(text) {
      if (!URL.canParse(text)) return "This is not a web address.";
      const url = new URL(text);
      if (url.protocol !== "https:" && url.protocol !== "http:") {
        return `Only ${isOfPages ? "http and https" : "https"} addresses can be used.`;
      }
      if (url.username !== "" || url.password !== "") {
        return "The address must not contain a user name or password.";
      }
      const host = hostOf(url.hostname);
      const port = portOf(url);
      if (isNamed(host, port) || isInRange(host)) return null;
      const wrongPort = portFault(url.protocol, port);
      if (wrongPort !== null) return wrongPort + wayOutFor(host);
      const fault = isIP(host) === 0 ? localNameFault(host) : addressFault(host);
      return fault === null
        ? null
        : `${host} is ${fault}; only public addresses can be used.${wayOutFor(host)}`;
    },
    checkAddress(name, port, address) {
      const host = hostOf(name);
      if (isNamed(host, port) || isInRange(address)) return null;
      const fault = addressFault(address);
      if (fault === null) return null;
      const leadsTo = isOfPages ? fault : `${address}, ${fault}`;
      return `${host} leads to ${leadsTo}; only public addresses can be used.${wayOutFor(host)}`;
    },
  };
}

/** The port a URL leads to, the scheme's own when it names none. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "http:" ? 80 : 443;
}

/** One spelling for each host: no brackets, no final dot, lower case. */
function hostOf(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
}

/** Names that public DNS does not have. Other names of private hosts are found out when they are resolved. */
function localNameFault(host: string): string | null {
  if (host === "localhost" || host.endsWith(".localhost")) return "this machine itself";
  return host.includes(".") ? null : "a name without a domain";
}

function parseRange(entry: string): Range | null {
  const text = entry.replace(/^\[|\](?=\/|$)/g, "");
  if (isIP(text) !== 0) {
    const address = ipaddr.process(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  }
  return ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : null;
}

function parseHost(entry: string): AllowedHost {
  // Through the URL parser, so that an entry is spelled as the host of a channel's URL will be.
  const text = `https://${entry}/`;
  const url = !/[/@?#\s]/.test(entry) && URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === "") {
    throw new SettingsError([
      `OUTBOUND_ALLOW has an entry that is not a host name, host:port, IP address or address range: "${entry}". ` +
        "Example: OUTBOUND_ALLOW=alerts.internal.example.com,10.20.0.0/16",
    ]);
  }
  const port = /:(\d+)$/.exec(entry)?.[1];
  return { host: hostOf(url.hostname), port: port === undefined ? null : Number(port) };
}
