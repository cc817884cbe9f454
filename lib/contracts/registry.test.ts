import { describe, expect, it } from "vitest";
import {
  addSourceWordingBody,
  createActivationMethodBody,
  createCampaignBody,
  createOptInSourceBody,
  mergeEntryBody,
  updateOptInSourceBody,
} from "./registry.ts";

const source = { key: "checkout-de", name: "Checkout DE", activationMethodId: "m1" };

describe("a key", () => {
  // Data may carry any key of up to 128 characters (core/messages/read-callback-data.ts).
  it.each(["checkout-de", "Flyer Juni/2026", "店頭QR", "utm=spring&x=1", "x".repeat(128), "🌱"])(
    "%j",
    (key) => {
      expect(createOptInSourceBody.parse({ ...source, key: ` ${key}\n` }).key).toBe(key);
      expect(createCampaignBody.parse({ key, name: "Spring" }).key).toBe(key);
    },
  );

  it.each([
    ["", "must not be empty"],
    ["  ", "must not be empty"],
    ["x".repeat(129), "must have at most 128 characters"],
    ["a\tb", "must not contain line breaks, tabs or other control characters"],
    ["a\u0007", "must not contain line breaks, tabs or other control characters"],
  ])("is not %j", (key, message) => {
    const { error } = createOptInSourceBody.safeParse({ ...source, key });
    expect(error?.issues).toMatchObject([{ path: ["key"], message }]);
  });
});

describe("bodies of the registry", () => {
  it("name the field that is missing", () => {
    const faults = createOptInSourceBody.safeParse({ ...source, activationMethodId: "" }).error?.issues;
    expect(faults).toMatchObject([{ path: ["activationMethodId"], message: "must be chosen" }]);
    expect(mergeEntryBody.safeParse({ into: "" }).error?.issues).toMatchObject([{ path: ["into"] }]);
  });

  it("take a country in any case and refuse what is none", () => {
    expect(createOptInSourceBody.parse({ ...source, country: "de" }).country).toBe("DE");
    for (const country of ["Germany", "ZZ", ""]) {
      expect(createOptInSourceBody.safeParse({ ...source, country }).error?.issues).toMatchObject([
        { path: ["country"], message: "must be a country's two letters (ISO 3166-1), such as DE" },
      ]);
    }
  });

  it("take the bodies of the interface", () => {
    const method = { name: "Checkout tick box", kind: "website", launchedAt: "2026-05-01T00:00:00Z" };
    expect(createActivationMethodBody.parse(method)).toEqual(method);
    expect(createOptInSourceBody.parse(source)).toEqual(source);
    expect(updateOptInSourceBody.parse({ owner: null })).toEqual({ owner: null });
  });

  it("refuse half a character, which the database's JSON cannot hold", () => {
    expect(createCampaignBody.safeParse({ key: "k", name: "a\ud83c" }).success).toBe(false);
    expect(createCampaignBody.safeParse({ key: "k\ud83c", name: "a" }).success).toBe(false);
    expect(createCampaignBody.safeParse({ key: "k", name: "a", tags: ["\udf31"] }).success).toBe(false);
  });

  it("take web addresses and language codes for a wording, nothing else", () => {
    const wording = { language: "pt-BR", text: "Sim", effectiveAt: "2026-05-01T00:00:00Z" };
    expect(addSourceWordingBody.safeParse({ ...wording, url: "https://shop.example/a" }).success).toBe(true);
    expect(addSourceWordingBody.safeParse({ ...wording, url: "javascript:alert(1)" }).success).toBe(false);
    expect(addSourceWordingBody.safeParse({ ...wording, language: "Portuguese" }).success).toBe(false);
    expect(addSourceWordingBody.safeParse({ ...wording, effectiveAt: "2026-05-01" }).success).toBe(false);
  });
});
