import { describe, expect, it } from "vitest";
import { countryCodes, countryName, isCountryCode } from "./countries.ts";

describe("countries", () => {
  it("are the 249 of ISO 3166-1 and Kosovo, each once and with a name", () => {
    expect(new Set(countryCodes).size).toBe(250);
    expect(countryCodes.filter((code) => countryName(code) === code)).toEqual([]);
  });

  it("knows a code by its capitals only, and shows an unknown one as it is", () => {
    expect(isCountryCode("DE")).toBe(true);
    expect(["de", "DEU", "ZZ", ""].filter(isCountryCode)).toEqual([]);
    expect(countryName("DE")).toBe("Germany");
    expect(countryName("not a code")).toBe("not a code");
  });
});
