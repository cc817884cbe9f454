/**
 * The part of a network address that one attacker cannot change at will: a whole IPv4 address, but only the first half
 * of an IPv6 address, because providers hand out 64-bit blocks. Addresses that are unknown share one name.
 */
export function addressBlock(address: string | null): string {
  if (address === null || address === "") return "unknown";
  const plain = (address.split("%")[0] ?? "").toLowerCase();
  const mapped = /^(?:0*:)*:?(?:ffff:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!plain.includes(":")) return plain.slice(0, 64);
  const [head = "", tail] = plain.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")
    .slice(0, 60)}::/64`;
}
