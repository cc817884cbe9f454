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
  "registry.hold",
  "registry.review",
  "reports.read",
  "facts.write",
  "collector.read",
  "polls.start",
  "connections.write",
  "channels.read",
  "channels.write",
  "people.read",
  "people.write",
  "api-keys.write",
  "contact-keys.write",
  "contacts.erase",
  "organization.write",
  "audit.read",
] as const;
export type Right = (typeof rights)[number];

/**
 * What an API key may be held to, below its role; a key without scopes has its whole role. `ingest` sends opt-ins,
 * exposures and signals and reads nothing.
 */
export const apiKeyScopes = ["ingest"] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

const scopeTable: Readonly<Record<ApiKeyScope, readonly Right[]>> = { ingest: ["facts.write"] };

const everyone: readonly Right[] = [
  "quality.read",
  "incidents.read",
  "registry.read",
  "reports.read",
  "collector.read",
];

const table: Readonly<Record<Role, readonly Right[]>> = {
  admin: rights,
  growth: [
    ...everyone,
    "incidents.act",
    "registry.write",
    "registry.hold",
    "registry.review",
    "facts.write",
    "polls.start",
    "channels.read",
    "people.read",
  ],
  "on-call": [
    ...everyone,
    "incidents.act",
    "registry.hold",
    "registry.review",
    "polls.start",
    "channels.read",
    "people.read",
  ],
  executive: everyone,
};

export function hasRight(role: Role, right: Right, scopes: readonly ApiKeyScope[] = []): boolean {
  return rightsOf(role, scopes).includes(right);
}

/** All rights of a role, or what its key's scopes leave of them, for the client to hide what it may not do. */
export function rightsOf(role: Role, scopes: readonly ApiKeyScope[] = []): readonly Right[] {
  if (scopes.length === 0) return table[role];
  return table[role].filter((right) => scopes.some((scope) => scopeTable[scope].includes(right)));
}

export function isApiKeyScope(value: string): value is ApiKeyScope {
  return apiKeyScopes.some((scope) => scope === value);
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
