import type { DeclaredKind } from "../../core/registry/declared-kinds.ts";
import { Prisma } from "./generated/client.ts";

/** Declared kinds as a column holds them. Prisma tells JSON's null from a column's. */
export function kindsColumn(
  kinds: readonly DeclaredKind[] | null,
): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return kinds === null ? Prisma.DbNull : kinds.map(({ kind, words }) => ({ kind, words }));
}
