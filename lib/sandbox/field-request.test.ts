import { describe, expect, it } from "vitest";
import { parseFieldRequests, type FieldRequest } from "./field-request.ts";

function plain(request: FieldRequest): unknown {
  const { name, modifiers, fields } = request;
  return {
    name,
    ...Object.fromEntries(modifiers),
    ...(fields === null ? {} : { fields: fields.map(plain) }),
  };
}

describe("parseFieldRequests", () => {
  it.each<[string, unknown[]]>([
    ["id", [{ name: "id" }]],
    ["id, name", [{ name: "id" }, { name: "name" }]],
    [
      "name,phone_numbers.limit(100){id,quality_score}",
      [
        { name: "name" },
        { name: "phone_numbers", limit: "100", fields: [{ name: "id" }, { name: "quality_score" }] },
      ],
    ],
    [
      "owner_business_info{id,name},id",
      [{ name: "owner_business_info", fields: [{ name: "id" }, { name: "name" }] }, { name: "id" }],
    ],
    [
      'analytics.start(1).end(2).phone_numbers(["49"]).granularity(DAY)',
      [{ name: "analytics", start: "1", end: "2", phone_numbers: '["49"]', granularity: "DAY" }],
    ],
  ])("%s", (text, expected) => {
    expect(parseFieldRequests(text).map(plain)).toEqual(expected);
  });

  it.each(["", "id,", "id{", "a.limit", "a.limit(1", "id}", "id name"])("refuses %j", (text) => {
    expect(() => parseFieldRequests(text)).toThrow("Syntax error");
  });
});
