import { describe, expect, it } from "vitest";
import { rights, roles, type Right, type Role } from "../../core/access/rights.ts";
import { isServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";

/** Written out by hand on purpose: a change of the product's table must be made twice to pass. */
const expected: Record<Right, Record<Role, boolean>> = {
  "quality.read": { admin: true, growth: true, "on-call": true, executive: true },
  "incidents.read": { admin: true, growth: true, "on-call": true, executive: true },
  "incidents.act": { admin: true, growth: true, "on-call": true, executive: false },
  "registry.read": { admin: true, growth: true, "on-call": true, executive: true },
  "registry.write": { admin: true, growth: true, "on-call": false, executive: false },
  "registry.hold": { admin: true, growth: true, "on-call": true, executive: false },
  "registry.review": { admin: true, growth: true, "on-call": true, executive: false },
  "reports.read": { admin: true, growth: true, "on-call": true, executive: true },
  "collector.read": { admin: true, growth: true, "on-call": true, executive: true },
  "polls.start": { admin: true, growth: true, "on-call": true, executive: false },
  "connections.write": { admin: true, growth: false, "on-call": false, executive: false },
  "channels.read": { admin: true, growth: true, "on-call": true, executive: false },
  "channels.write": { admin: true, growth: false, "on-call": false, executive: false },
  "people.read": { admin: true, growth: true, "on-call": true, executive: false },
  "people.write": { admin: true, growth: false, "on-call": false, executive: false },
  "api-keys.write": { admin: true, growth: false, "on-call": false, executive: false },
  "facts.write": { admin: true, growth: true, "on-call": false, executive: false },
  "contact-keys.write": { admin: true, growth: false, "on-call": false, executive: false },
  "contacts.erase": { admin: true, growth: false, "on-call": false, executive: false },
  "organization.write": { admin: true, growth: false, "on-call": false, executive: false },
  "audit.read": { admin: true, growth: false, "on-call": false, executive: false },
};

function isAllowed(role: Role, right: Right): boolean {
  const actor = { kind: "person", id: "p", name: "P", email: null, role } as const;
  try {
    requireRight({ actor }, right);
    return true;
  } catch (error) {
    if (isServiceError(error) && error.code === "FORBIDDEN") return false;
    throw error;
  }
}

describe("requireRight", () => {
  const cases = rights.flatMap((right) => roles.map((role) => ({ role, right })));

  it.each(cases)("$role, $right", ({ role, right }) => {
    expect(isAllowed(role, right)).toBe(expected[right][role]);
  });

  it("knows no other rights and roles than this table", () => {
    expect([...rights].sort()).toEqual(Object.keys(expected).sort());
    expect([...roles].sort()).toEqual(["admin", "executive", "growth", "on-call"]);
  });
});
