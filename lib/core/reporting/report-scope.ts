export interface ConnectionForScope {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
}

/** Whose numbers a report counts: Meta's, or the sandbox's for want of others. */
export interface ReportScope {
  readonly kind: "real" | "sandbox" | "real-beside-sandbox";
  /** Connections whose numbers and incidents are left out. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * A sandbox next to a real connection is not counted: practice must not colour a report. A removed connection has a
 * say as long as numbers of it are stored.
 */
export function reportScope(
  connections: readonly ConnectionForScope[],
  connectionsWithNumbers: ReadonlySet<string>,
): ReportScope {
  const present = connections.filter(
    (connection) => connection.state !== "removed" || connectionsWithNumbers.has(connection.id),
  );
  const sandboxes = present.filter((connection) => connection.kind === "sandbox").map(({ id }) => id);
  if (sandboxes.length === 0) return { kind: "real", leftOut: new Set() };
  if (sandboxes.length === present.length) return { kind: "sandbox", leftOut: new Set() };
  return { kind: "real-beside-sandbox", leftOut: new Set(sandboxes) };
}
