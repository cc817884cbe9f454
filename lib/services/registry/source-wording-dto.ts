import type { StoredSourceWording } from "../../adapters/db/source-wordings.ts";
import type { SourceWordingDto } from "../../contracts/registry.ts";

export function toSourceWordingDto(wording: StoredSourceWording): SourceWordingDto {
  const { id, version, language, text, url } = wording;
  return {
    id,
    version,
    language,
    text,
    url,
    effectiveAt: wording.effectiveAt.toISOString(),
    createdAt: wording.createdAt.toISOString(),
  };
}
