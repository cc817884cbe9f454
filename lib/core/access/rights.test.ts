import { describe, expect, it } from "vitest";
import { hasRight, isRole, landingPages, rights, rightsOf, roles, type Right, type Role } from "./rights.ts";

/** Who may do what, as decided with the four people in mind. A change here is a change of policy, never a repair. */
const table: Readonly<Record<Right, Readonly<Record<Role, boolean>>>> = {
  "quality.read": { admin: true, growth: true, "on-call": true, executive: true },
  "incidents.read": { admin: true, growth: true, "on-call": true, executive: true },
  "incidents.act": { admin: true, growth: true, "on-call": true, executive: false },
  "registry.read": { admin: true, growth: true, "on-call": true, executive: true },
  "registry.write": { admin: true, growth: true, "on-call": false, executive: false },
  // Whoever is on call at night may stop a launch, and does not let it run again.
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

describe("rights", () => {
  const cells = Object.entries(table).flatMap(([right, row]) =>
    Object.entries(row).map(([role, may]) => [role, may ? "may" : "may not", right] as const),
  );

  it.each(cells)("%s %s %s", (role, may, right) => {
    expect(hasRight(role as Role, right as Right)).toBe(may === "may");
    expect(rightsOf(role as Role).includes(right as Right)).toBe(may === "may");
  });

  it("has a row for every right and a column for every role", () => {
    expect(Object.keys(table).sort()).toEqual([...rights].sort());
    for (const row of Object.values(table)) expect(Object.keys(row).sort()).toEqual([...roles].sort());
  });

  it("names no right twice", () => {
    for (const role of roles) expect(new Set(rightsOf(role)).size).toBe(rightsOf(role).length);
  });

  it("lets nobody but an administrator near secrets, people or keys", () => {
    const closed = [
      "connections.write",
      "channels.write",
      "people.write",
      "api-keys.write",
      "contact-keys.write",
      "contacts.erase",
      "organization.write",
      "audit.read",
    ];
    for (const role of roles) {
      if (role !== "admin") expect(rightsOf(role).filter((right) => closed.includes(right))).toEqual([]);
    }
  });

  it("gives an executive nothing that changes anything", () => {
    expect(rightsOf("executive").filter((right) => !right.endsWith(".read"))).toEqual([]);
  });
});

describe("scopes of API keys", () => {
  it("leave a key that only sends data nothing else, whatever its role", () => {
    expect(rightsOf("admin", ["ingest"])).toEqual(["facts.write"]);
    expect(rightsOf("growth", ["ingest"])).toEqual(["facts.write"]);
    expect(hasRight("admin", "quality.read", ["ingest"])).toBe(false);
  });

  it("add nothing to a role", () => {
    expect(rightsOf("executive", ["ingest"])).toEqual([]);
    expect(rightsOf("executive", [])).toEqual(rightsOf("executive"));
  });
});

describe("landing pages", () => {
  it.each<[Role, string, Right]>([
    ["admin", "/", "quality.read"],
    ["growth", "/sources", "registry.read"],
    ["on-call", "/incidents", "incidents.read"],
    ["executive", "/reports", "reports.read"],
  ])("%s starts at %s, which it may read", (role, page, right) => {
    expect(landingPages[role]).toBe(page);
    expect(hasRight(role, right)).toBe(true);
  });
});

describe("isRole", () => {
  it.each(["admin", "growth", "on-call", "executive"])("%s is one", (word) => {
    expect(isRole(word)).toBe(true);
  });
  it.each(["", "Admin", "owner", "oncall", "constructor", "admin "])("%j is none", (word) => {
    expect(isRole(word)).toBe(false);
  });
});
