/**
 * Who may do what: the one table that services enforce and pages read. Rights are sentences about the product, not
 * about routes, so a new route cannot forget to be in the table: its service names a right.
 */
export const roles = ["admin", "growth", "on-call", "executive"] as const;
export type Role = (typeof roles)[number];

export const rights = [
  "quality.read",
  "incidents.read",
  "incidents.act",
  "registry.read",
  "registry.write",
  "reports.read",
  "collector.read",
  "polls.start",
  "connections.write",
  "channels.read",
  "channels.write",
  "people.read",
  "people.write",
  "api-keys.write",
  "audit.read",
] as const;
export type Right = (typeof rights)[number];

const everyone: readonly Right[] = [
  "quality.read",
  "incidents.read",
  "registry.read",
  "reports.read",
  "collector.read",
];

const table: Readonly<Record<Role, readonly Right[]>> = {
  admin: rights,
  growth: [...everyone, "incidents.act", "registry.write", "polls.start", "channels.read", "people.read"],
  "on-call": [...everyone, "incidents.act", "polls.start", "channels.read", "people.read"],
  executive: everyone,
};

export function hasRight(role: Role, right: Right): boolean {
  return table[role].includes(right);
}

/** All rights of a role, for the client to hide what it may not do. */
export function rightsOf(role: Role): readonly Right[] {
  return table[role];
}

/** Where each person starts: the page that answers the question they come with. */
export const landingPages: Readonly<Record<Role, string>> = {
  admin: "/",
  growth: "/sources",
  "on-call": "/incidents",
  executive: "/reports",
};

export function isRole(value: string): value is Role {
  return roles.some((role) => role === value);
}
