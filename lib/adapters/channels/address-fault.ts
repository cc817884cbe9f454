import ipaddr from "ipaddr.js";

const words: Readonly<Record<string, string>> = {
  unspecified: "the unspecified address",
  broadcast: "the broadcast address",
  multicast: "a multicast address",
  linkLocal: "a link-local address",
  loopback: "a loopback address",
  carrierGradeNat: "an address inside a carrier's network",
  private: "a private address",
  uniqueLocal: "a private address",
  deprecatedSiteLocal: "a private address",
  reserved: "a reserved address",
  "6to4": "a 6to4 address, which may lead to a private one",
  teredo: "a Teredo address, which may lead to a private one",
  rfc6052: "a NAT64 address, which may lead to a private one",
  rfc6145: "a translated address, which may lead to a private one",
};

/** All of the IPv6 internet's ordinary addresses. Outside it lie old embeddings of IPv4 such as `::127.0.0.1`. */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Why an IP address is not an ordinary public one ("a private address"), or null when it is. IPv4 written inside IPv6
 * (`::ffff:127.0.0.1`) is judged as the IPv4 address it is.
 */
export function addressFault(address: string): string | null {
  if (!ipaddr.isValid(address)) return "not an IP address";
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range !== "unicast") return words[range] ?? `a special address (${range})`;
  return parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicast) ? "a special address" : null;
}
