import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import { listEvidenceRows } from "../../adapters/db/evidence-entries.ts";
import { listSourcesOfMethod } from "../../adapters/db/registry-entries.ts";
import type { EvidenceDto, EvidenceListQuery } from "../../contracts/evidence.ts";
import type { ServiceContext } from "../context.ts";
import { invalid, notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toEvidenceDtos } from "./evidence-dto.ts";

/**
 * Sealed entries, of a method with its sources, of a source, or all of them.
 *
 * @throws ServiceError NOT_FOUND for a method that is not registered here, VALIDATION (cursor)
 */
export async function listEvidence(
  ctx: ServiceContext,
  query: EvidenceListQuery,
): Promise<{ data: EvidenceDto[]; nextCursor: string | null }> {
  requireRight(ctx, "registry.read");
  const { db, organizationId } = ctx;
  const { activationMethodId, sourceId, kind, order } = query;
  const after = readCursor(query.cursor);
  if (
    activationMethodId !== undefined &&
    (await findActivationMethod(db, organizationId, activationMethodId)) === null
  ) {
    throw notFound("The activation method");
  }
  const method =
    activationMethodId === undefined
      ? undefined
      : {
          id: activationMethodId,
          sourceIds: (await listSourcesOfMethod(db, organizationId, activationMethodId)).map(({ id }) => id),
        };
  const rows = await listEvidenceRows(db, organizationId, {
    method,
    sourceId,
    kind,
    order,
    after,
    take: query.limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [String(last.sequence)]);
  return { data: await toEvidenceDtos(db, organizationId, page), nextCursor };
}

function readCursor(cursor: string | undefined): number | null {
  const part = decodeCursor(cursor, 1)?.[0];
  if (part === undefined) return null;
  const after = Number(part);
  // A sequence is a 32-bit integer in the database.
  if (!(Number.isInteger(after) && after > 0 && after < 2 ** 31)) {
    throw invalid("cursor", "is not a cursor of this list");
  }
  return after;
}
