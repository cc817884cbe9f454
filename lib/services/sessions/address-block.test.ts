import { describe, expect, it } from "vitest";
import { addressBlock } from "./address-block.ts";

describe("addressBlock", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["0:0:0:0:0:ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::9", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["", "unknown"],
    [null, "unknown"],
  ])("%s is %s", (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });

  it("keeps nonsense short", () => {
    expect(addressBlock("x".repeat(5000)).length).toBeLessThan(70);
    expect(addressBlock("x:".repeat(5000)).length).toBeLessThan(70);
  });
});
