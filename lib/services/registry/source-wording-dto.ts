import { judgeWording, toFindingDtos } from "../wordings/judge-wording.ts";
import type { StoredSourceWording } from "../../adapters/db/source-wordings.ts";
import type { SourceWordingDto } from "../../contracts/registry.ts";

/** @param names what people may know the business by, at least one. */
export function toSourceWordingDto(wording: StoredSourceWording, names: readonly string[]): SourceWordingDto {
  const { id, version, language, text, url } = wording;
  const judged = judgeWording(wording, names);
  return {
    id,
    version,
    language,
    text,
    url,
    effectiveAt: wording.effectiveAt.toISOString(),
    createdAt: wording.createdAt.toISOString(),
    business: judged.business,
    findings: toFindingDtos(judged, language),
  };
}
