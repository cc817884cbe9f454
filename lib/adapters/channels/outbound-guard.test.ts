import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SettingsError } from "../env.ts";
import { addressFault } from "./address-fault.ts";
import { createOutboundGuard } from "./outbound-guard.ts";

const strict = createOutboundGuard([]);
const generous = createOutboundGuard([
  "alerts.internal.example.com",
  "hooks.example.com:9000",
  "10.20.0.0/16",
  "192.168.7.7",
  "[fd00:1::5]:8080",
  "fd00:2::/32",
  "Grüße.example",
]);

describe("checkUrl", () => {
  it.each<[string, string]>([
    ["https://127.0.0.1/", "a loopback address"],
    ["https://127.1/", "a loopback address"],
    ["https://2130706433/", "a loopback address"],
    ["https://0x7f.1/", "a loopback address"],
    ["https://0x7f000001/", "a loopback address"],
    ["https://0177.0.0.1/", "a loopback address"],
    ["https://①②⑦.0.0.1/", "a loopback address"],
    ["https://127.0.0.1./", "a loopback address"],
    ["https://%31%32%37.0.0.1/", "a loopback address"],
    ["https://[::1]/", "a loopback address"],
    ["https://[::ffff:127.0.0.1]/", "a loopback address"],
    ["https://[::ffff:7f00:1]/", "a loopback address"],
    ["https://[::127.0.0.1]/", "a special address"],
    ["https://0/", "the unspecified address"],
    ["https://0.0.0.0/", "the unspecified address"],
    ["https://[::]/", "the unspecified address"],
    ["https://10.0.0.1/", "a private address"],
    ["https://172.16.0.1/", "a private address"],
    ["https://192.168.1.1/", "a private address"],
    ["https://3232235777/", "a private address"],
    ["https://[::ffff:10.0.0.1]/", "a private address"],
    ["https://[fd00::1]/", "a private address"],
    ["https://[fec0::1]/", "a private address"],
    ["https://100.64.0.1/", "a carrier's network"],
    ["https://169.254.169.254/latest/meta-data/", "a link-local address"],
    ["https://[::ffff:169.254.169.254]/", "a link-local address"],
    ["https://[fe80::1]/", "a link-local address"],
    ["https://[2002:7f00:1::]/", "a 6to4 address"],
    ["https://[64:ff9b::7f00:1]/", "a NAT64 address"],
    ["https://[64:ff9b:1::a00:1]/", "a NAT64 address"],
    ["https://[::ffff:0:7f00:1]/", "a translated address"],
    ["https://[2001::1]/", "address"],
    ["https://[2001:db8::1]/", "a reserved address"],
    ["https://192.0.2.1/", "a reserved address"],
    ["https://198.18.0.1/", "a reserved address"],
    ["https://240.0.0.1/", "a reserved address"],
    ["https://255.255.255.255/", "the broadcast address"],
    ["https://224.0.0.1/", "a multicast address"],
    ["https://[ff02::1]/", "a multicast address"],
    ["https://localhost/", "this machine itself"],
    ["https://LOCALHOST./", "this machine itself"],
    ["https://app.localhost/", "this machine itself"],
    ["https://redis/", "a name without a domain"],
    ["http://hooks.example.com/", "must begin with https://"],
    ["http://8.8.8.8/", "must begin with https://"],
    ["https://hooks.example.com:22/", "Port 22"],
    ["https://hooks.example.com:80/", "Port 80"],
    ["https://8.8.8.8:6379/", "Port 6379"],
    ["https://alerts.internal.example.com.evil.example:9000/", "Port 9000"],
  ])("refuses %s: %s, and names the way to allow it", (url, words) => {
    const reason = strict.checkUrl(url);
    expect(reason).toContain(words);
    expect(reason).toContain("OUTBOUND_ALLOW");
  });

  it.each<[string, string]>([
    ["", "not a web address"],
    ["hooks.example.com", "not a web address"],
    ["https://", "not a web address"],
    ["https://exa mple.com/", "not a web address"],
    ["https://[fe80::1%25eth0]/", "not a web address"],
    ["javascript:alert(1)", "Only https"],
    ["file:///etc/passwd", "Only https"],
    ["ftp://example.com/", "Only https"],
    ["gopher://127.0.0.1:6379/_x", "Only https"],
    ["https://user@hooks.example.com/", "user name or password"],
    ["https://:secret@hooks.example.com/", "user name or password"],
    ["https://hooks.example.com@127.0.0.1/", "user name or password"],
  ])("refuses %s for good: %s", (url, words) => {
    expect(strict.checkUrl(url)).toContain(words);
    expect(generous.checkUrl(url)).toContain(words);
  });

  it.each([
    "https://hooks.slack.com/services/T0/B0/x",
    "https://hooks.example.com:8443/a?b=c#d",
    "https://HOOKS.example.com.:443/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
    "https://bücher.example/",
  ])("takes %s", (url) => {
    expect(strict.checkUrl(url)).toBeNull();
  });

  it.each([
    "http://alerts.internal.example.com/",
    "https://ALERTS.internal.example.com.:1234/",
    "http://hooks.example.com:9000/",
    "http://10.20.255.1:8080/",
    "http://[::ffff:10.20.0.1]/",
    "http://192.168.7.7/",
    "http://[fd00:1::5]:8080/",
    "http://[fd00:2::abcd]/",
    "http://GRÜßE.example/",
  ])("takes %s when it is listed", (url) => {
    expect(strict.checkUrl(url)).not.toBeNull();
    expect(generous.checkUrl(url)).toBeNull();
  });

  it.each([
    "http://hooks.example.com:9001/",
    "http://sub.alerts.internal.example.com/",
    "https://10.21.0.1/",
    "https://192.168.7.8/",
    "https://[fd00:1::5]/",
    "https://127.0.0.1/",
  ])("still refuses %s, which is only near a listed one", (url) => {
    expect(generous.checkUrl(url)).toContain("OUTBOUND_ALLOW");
  });

  it("never throws and never quotes what follows the host", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.ipV6().map((ip) => `https://[${ip}]/`),
          fc.ipV4().map((ip) => `https://${ip}/`),
        ),
        (url) => {
          const reason = strict.checkUrl(url);
          expect(reason === null || reason.endsWith(".")).toBe(true);
        },
      ),
    );
    expect(
      strict.checkUrl("http://hooks.example.com/services/planted-secret?key=planted-secret"),
    ).not.toContain("planted");
  });
});

describe("checkAddress", () => {
  it("lets a name lead to public addresses only, unless the name or the range is listed", () => {
    expect(strict.checkAddress("hooks.example.com", 443, "93.184.215.14")).toBeNull();
    expect(strict.checkAddress("hooks.example.com", 443, "127.0.0.1")).toContain(
      "hooks.example.com leads to 127.0.0.1",
    );
    expect(strict.checkAddress("hooks.example.com", 443, "::ffff:10.0.0.1")).toContain("OUTBOUND_ALLOW");
    expect(strict.checkAddress("hooks.example.com", 443, "fe80::1%eth0")).toContain("link-local");
    expect(strict.checkAddress("hooks.example.com", 443, "nonsense")).toContain("not an IP address");
    expect(generous.checkAddress("alerts.internal.example.com", 443, "10.9.9.9")).toBeNull();
    expect(generous.checkAddress("hooks.example.com", 443, "10.20.3.4")).toBeNull();
    expect(generous.checkAddress("hooks.example.com", 443, "10.9.9.9")).not.toBeNull();
    expect(generous.checkAddress("hooks.example.com", 9000, "10.9.9.9")).toBeNull();
  });

  it("judges IPv4 the same when it is written inside IPv6", () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        expect(addressFault(`::ffff:${ip}`)).toBe(addressFault(ip));
      }),
    );
  });
});

describe("OUTBOUND_ALLOW", () => {
  it.each(["https://hooks.example.com", "a b", "user@host", "10.0.0.0/40", "host:99999", "host/path", "?"])(
    "refuses the entry %s by name",
    (entry) => {
      expect(() => createOutboundGuard([entry])).toThrow(SettingsError);
      expect(() => createOutboundGuard([entry])).toThrow(entry);
    },
  );
});
