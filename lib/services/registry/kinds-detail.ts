import type { AuditDetail } from "../../adapters/db/audit.ts";
import type { DeclaredKind } from "../../core/registry/declared-kinds.ts";

/** Declared kinds as histories keep them. */
export function kindsDetail(kinds: readonly DeclaredKind[]): AuditDetail[] {
  return kinds.map(({ kind, words }) => ({ kind, words }));
}
