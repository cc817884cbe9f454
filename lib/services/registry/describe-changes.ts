import type { AuditDetail } from "../../adapters/db/audit.ts";
import type { RegistryAct } from "./record-act.ts";

/** The acts of an edit: a new name by itself, everything else together; none when nothing differs. */
export function describeChanges(before: AuditDetail, after: AuditDetail): RegistryAct[] {
  const changed = Object.keys(after).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  const detail = (fields: readonly string[]) =>
    Object.fromEntries(
      fields.map((field) => [field, { from: before[field] ?? null, to: after[field] ?? null }]),
    );
  const others = changed.filter((field) => field !== "name");
  return [
    ...(changed.includes("name") ? [{ action: "renamed" as const, detail: detail(["name"]) }] : []),
    ...(others.length > 0 ? [{ action: "changed" as const, detail: detail(others) }] : []),
  ];
}
