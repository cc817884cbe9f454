import type { DataImportModel } from "../../adapters/db/generated/models.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";

/** An import of the organization. @throws ServiceError NOT_FOUND */
export async function findImport(
  ctx: Pick<ServiceContext, "db" | "organizationId">,
  id: string,
): Promise<DataImportModel> {
  const found = await ctx.db.dataImport.findUnique({
    where: { organizationId_id: { organizationId: ctx.organizationId, id } },
  });
  if (found === null) throw notFound("The import");
  return found;
}
