import { describe, expect, it } from "vitest";
import { nameNumbers } from "./name-numbers.ts";
import { reportScope } from "./report-scope.ts";

const real = { id: "real", kind: "meta", state: "active" };
const sandbox = { id: "sandbox", kind: "sandbox", state: "active" };

describe("reportScope", () => {
  it.each([
    ["nothing", [], [], "real", []],
    ["real only", [real], ["real"], "real", []],
    ["sandbox only", [sandbox], ["sandbox"], "sandbox", []],
    ["both", [real, sandbox], ["sandbox"], "real-beside-sandbox", ["sandbox"]],
    [
      "a sandbox that ended",
      [real, { ...sandbox, state: "removed" }],
      ["sandbox"],
      "real-beside-sandbox",
      ["sandbox"],
    ],
    ["a sandbox that never ran", [real, { ...sandbox, state: "removed" }], [], "real", []],
    ["a real one that never ran", [{ ...real, state: "removed" }, sandbox], ["sandbox"], "sandbox", []],
    [
      "a real one that ended",
      [{ ...real, state: "removed" }, sandbox],
      ["real", "sandbox"],
      "real-beside-sandbox",
      ["sandbox"],
    ],
  ])("%s", (_, connections, withNumbers, kind, leftOut) => {
    expect(reportScope(connections, new Set(withNumbers))).toEqual({ kind, leftOut: new Set(leftOut) });
  });
});

describe("nameNumbers", () => {
  it("adds the number to dial only where the name is not enough", () => {
    const names = nameNumbers([
      { id: "1", verifiedName: "Shop", displayPhoneNumber: "+49 1" },
      { id: "2", verifiedName: "Shop", displayPhoneNumber: null },
      { id: "3", verifiedName: "Desk", displayPhoneNumber: "+49 3" },
      { id: "4", verifiedName: null, displayPhoneNumber: "+49 4" },
      { id: "5", verifiedName: null, displayPhoneNumber: null },
    ]);
    expect([...names.values()]).toEqual(["Shop (+49 1)", "Shop (number 2)", "Desk", "+49 4", "number 5"]);
  });
});
