import { describe, expect, it } from "vitest";
import { readCallbackData } from "./read-callback-data.ts";

describe("readCallbackData", () => {
  it.each<[string, string | null, string | null, string | null]>([
    ["c=autumn26;s=checkout-box;v=2", "autumn26", "checkout-box", "2"],
    ["s=checkout-box", null, "checkout-box", null],
    [" v = 2 ; C = autumn26 ;", "autumn26", null, "2"],
    ["c=a=b;x=1;s=", "a=b", null, null],
    ["c=first;c=second", "first", null, null],
    ['{"c":"autumn26","s":"checkout-box","v":2}', "autumn26", "checkout-box", "2"],
    ['{"c":{"x":1},"s":["y"],"v":null}', null, null, null],
    ['{"__proto__":{"c":"z"}}', null, null, null],
    ["{not json", null, null, null],
    ["order 4711", null, null, null],
    ["c=autumn26;hello", null, null, null],
    [`c=${"x".repeat(129)}`, null, null, null],
  ])("%s", (callbackData, campaignKey, sourceKey, sourceVersion) => {
    const templateKey = null;
    expect(readCallbackData(callbackData)).toEqual({
      callbackData,
      campaignKey,
      sourceKey,
      sourceVersion,
      templateKey,
    });
  });

  it.each(["c=autumn26;t=promo_1;s=checkout-box", '{"t":"promo_1"}'])("%s names the template", (raw) => {
    expect(readCallbackData(raw).templateKey).toBe("promo_1");
  });

  it.each([undefined, null, "", 7, {}, "x".repeat(513)])("%j is none", (raw) => {
    expect(readCallbackData(raw)).toEqual({
      callbackData: null,
      campaignKey: null,
      sourceKey: null,
      sourceVersion: null,
      templateKey: null,
    });
  });
});
