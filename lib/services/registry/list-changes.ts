import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import { listRegistryChangeRows } from "../../adapters/db/registry-changes.ts";
import { findEntry } from "../../adapters/db/registry-entries.ts";
import type { PageQuery } from "../../contracts/page.ts";
import type { RegistryChangeDto } from "../../contracts/registry.ts";
import { entryNames } from "../../core/registry/entry-state.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import type { SubjectKind } from "./record-act.ts";

/** What was done to a method, source or campaign, newest first. @throws ServiceError NOT_FOUND, VALIDATION (cursor) */
export async function listRegistryChanges(
  ctx: ServiceContext,
  kind: SubjectKind,
  id: string,
  query: PageQuery,
): Promise<{ data: RegistryChangeDto[]; nextCursor: string | null }> {
  requireRight(ctx, "registry.read");
  const after = decodeCursor(query.cursor, 1)?.[0] ?? null;
  const { db, organizationId } = ctx;
  const found =
    kind === "activation-method"
      ? await findActivationMethod(db, organizationId, id)
      : await findEntry(db, kind, organizationId, id);
  if (found === null) {
    throw notFound(`The ${kind === "activation-method" ? "activation method" : entryNames[kind]}`);
  }
  const rows = await listRegistryChangeRows(
    db,
    organizationId,
    { kind, id },
    { after, take: query.limit + 1 },
  );
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.id]);
  return {
    data: page.map(({ id: changeId, action, detail, occurredAt, recordedAt, actorName }) => ({
      id: changeId,
      action,
      detail: detail as RegistryChangeDto["detail"],
      occurredAt: occurredAt.toISOString(),
      recordedAt: recordedAt.toISOString(),
      actorName,
    })),
    nextCursor,
  };
}
