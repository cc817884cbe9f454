import { insightQuery, type InsightScope } from "@/components/data/insight-query.ts";
import type {
  ConsentGapsDto,
  ConsentGapsQuery,
  DeclaredListDto,
  SourceDeclaredDto,
} from "@/lib/contracts/declared.ts";

const contract = () => import("@/lib/contracts/declared.ts");
/** So many rows a list shows; the API has all. */
const mostListed = "200";
type Range = Pick<InsightScope, "from" | "to">;

export const declaredListQuery = ({ from, to }: Range, activationMethodId?: string) =>
  insightQuery<DeclaredListDto>("/api/v1/declared", async () => (await contract()).declaredListShape, {
    ...{ from, to, activationMethodId },
    limit: mostListed,
  });

export const sourceDeclaredQuery = (sourceId: string, { from, to }: Range) =>
  insightQuery<SourceDeclaredDto>(
    `/api/v1/opt-in-sources/${encodeURIComponent(sourceId)}/declared`,
    async () => (await contract()).sourceDeclaredShape,
    { from, to },
  );

export const consentGapsQuery = (by: ConsentGapsQuery["by"], { from, to }: Range) =>
  insightQuery<ConsentGapsDto>("/api/v1/consent-gaps", async () => (await contract()).consentGapsShape, {
    ...{ by, from, to },
    limit: mostListed,
  });
