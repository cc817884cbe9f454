import type { ChangeDto } from "@/lib/contracts/phone-numbers.ts";

export type ChangeGroup =
  | { kind: "change"; change: ChangeDto }
  /** All fields of a number's first sighting: one event, not ten. */
  | {
      kind: "first-sighting";
      id: string;
      occurredAt: string;
      source: ChangeDto["source"];
      changes: ChangeDto[];
    };

/** Changes in the order given, with first sightings of one instant taken together. */
export function groupChanges(changes: readonly ChangeDto[]): ChangeGroup[] {
  const groups: ChangeGroup[] = [];
  for (const change of changes) {
    const isFirst = change.from === null && change.notBefore === null;
    if (!isFirst) {
      groups.push({ kind: "change", change });
      continue;
    }
    const { id, occurredAt, source } = change;
    const open = groups.find(
      (group) =>
        group.kind === "first-sighting" && group.occurredAt === occurredAt && group.source === source,
    );
    if (open?.kind === "first-sighting") open.changes.push(change);
    else groups.push({ kind: "first-sighting", id, occurredAt, source, changes: [change] });
  }
  return groups;
}
