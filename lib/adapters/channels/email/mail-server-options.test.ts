import { describe, expect, it } from "vitest";
import { mailServerOptions } from "./mail-server-options.ts";

describe("mailServerOptions", () => {
  it.each<[string, boolean | undefined, boolean]>([
    // address, encryption demanded by us, certificate checked
    ["smtp://mail.example.com:587", true, true],
    ["smtp://user:pass@mail.example.com:587", true, true],
    ["smtps://user:pass@mail.example.com:465", true, true],
    ["smtp://8.8.8.8:25", true, true],
    ["smtp://localhost:25", undefined, false],
    ["smtp://user:pass@127.0.0.1:25", undefined, false],
    ["smtp://[::1]:25", undefined, false],
    ["smtp://mailpit:1025", undefined, true],
    ["smtp://user:pass@mailpit:1025", true, true],
    ["smtp://10.0.0.5:25", undefined, true],
    ["smtp://user:pass@10.0.0.5:25", true, true],
    ["smtp://relay.example.com:25?requireTLS=false", undefined, true],
    ["smtp://relay.example.com:25?ignoreTLS=true", undefined, true],
  ])("%s: demands TLS %s, checks certificates %s", (url, requireTLS, rejectUnauthorized) => {
    const options = mailServerOptions(url);
    expect(options.requireTLS).toBe(requireTLS);
    expect(options.tls).toEqual({ minVersion: "TLSv1.2", rejectUnauthorized });
  });
});
